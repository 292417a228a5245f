/** @jest-environment-options {"modules": "own"} */
import * as dns from 'node:dns/promises';
import { resolveName } from '../../../functions/shared/resolve-name';

jest.mock('node:dns/promises', () => ({ Resolver: jest.fn() }));
const resolver = jest.mocked(dns.Resolver);

const asking = (resolveCname: () => Promise<string[]>) =>
  resolver.mockImplementation(() => ({ resolveCname }) as unknown as dns.Resolver);

test('gives the names that the name leads to', async () => {
  asking(() => Promise.resolve(['api-standby.example.com']));
  expect(await resolveName('app.example.com')).toEqual({ names: ['api-standby.example.com'], failure: undefined });
});

/** Every code of c-ares, as Node.js lists them under dns, "Error codes"; and one that does not exist yet. */
const CODES = `
  ENODATA EFORMERR ESERVFAIL ENOTFOUND ENOTIMP EREFUSED EBADQUERY EBADNAME EBADFAMILY EBADRESP ECONNREFUSED ETIMEOUT EOF
  EFILE ENOMEM EDESTRUCTION EBADSTR EBADFLAGS ENONAME EBADHINTS ENOTINITIALIZED ECANCELLED ENEWTROUBLE
`;

test.each(CODES.trim().split(/\s+/))('%s is an answer of the resolver, and no error of ours', async (code) => {
  const error = Object.assign(new Error(`queryCname ${code} app.example.com`), { code, syscall: 'queryCname' });
  asking(() => Promise.reject(error));
  expect(await resolveName('app.example.com')).toEqual({ names: [], failure: code });
});

test("an error that is not the resolver's stays one", async () => {
  asking(() => Promise.reject(new TypeError('name must be a string')));
  await expect(resolveName('app.example.com')).rejects.toBeInstanceOf(TypeError);
});

test('a name server that is silent is given up before the function that asks', async () => {
  asking(() => Promise.resolve([]));
  await resolveName('app.example.com');
  const { timeout = 0, tries = 0 } = resolver.mock.lastCall?.[0] ?? {};
  // c-ares doubles its patience with each try; the function has 30 seconds.
  expect(timeout * (2 ** tries - 1)).toBeLessThan(10_000);
  expect(timeout).toBeGreaterThanOrEqual(1_000);
});
