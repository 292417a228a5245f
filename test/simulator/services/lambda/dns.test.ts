import { promises as nodeDns } from 'node:dns';
import type { FaultRule } from '../../../../simulator/kernel/faults';
import { createFunction, lambdaWorld, REGION, zipSource } from './lambda-fixture';

const NAME = 'app.example.com';
const FAULT = { at: 0, service: 'dns', kind: 'error', probability: 1 } as const;

/** The newest invocation, its cold start included. */
let tookSeconds = 0;

/** What the function's code saw of an error. */
interface Seen {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly message: string;
  readonly isError: boolean;
}

/** @param ask JavaScript, with `dns` for `node:dns/promises` */
async function seenBy(ask: string, faults: readonly FaultRule[]): Promise<Seen> {
  const world = lambdaWorld({ faults, answer: () => ({ type: 'CNAME', values: ['api.example.com'], ttl: 60 }) });
  createFunction(
    world,
    zipSource(`
      const dns = require('node:dns/promises');
      exports.handler = async () => {
        try {
          return { answer: await ${ask} };
        } catch (error) {
          return {
            fields: { ...error }, name: error.name, message: error.message, isError: error instanceof Error,
            keys: Object.keys(error),
          };
        }
      };`),
    { timeoutSeconds: 60 },
  );
  const invocation = world.region(REGION).lambda.invoke({ functionName: 'probe', payload: {} });
  const { payload } = await world.scheduler.runToEnd(invocation);
  tookSeconds = (world.scheduler.now() - world.scheduler.startMs) / 1000;
  return payload as Seen;
}

it('a failing query is an error as Node makes it', async () => {
  const seen = await seenBy(`dns.resolveCname('${NAME}')`, [{ ...FAULT, code: 'EREFUSED' }]);
  expect(seen).toMatchObject({
    name: 'Error',
    message: `queryCname EREFUSED ${NAME}`,
    isError: true,
    fields: { code: 'EREFUSED', syscall: 'queryCname', hostname: NAME },
  });
  // The machine's own Node, asked what needs no network: it refuses the name.
  const ofNode: unknown = await nodeDns.resolveCname('not a name').catch((error: unknown) => error);
  expect(seen).toHaveProperty('keys', Object.keys(ofNode as object));
});

it.each([
  [`dns.resolve4('${NAME}')`, { code: 'ESERVFAIL', syscall: 'queryA', hostname: NAME }],
  [`dns.resolve('${NAME}', 'CNAME')`, { code: 'ESERVFAIL', syscall: 'queryCname', hostname: NAME }],
  [`new dns.Resolver().resolveCname('${NAME}')`, { code: 'ESERVFAIL', syscall: 'queryCname', hostname: NAME }],
  [`dns.lookup('${NAME}')`, { errno: -3001, code: 'EAI_AGAIN', syscall: 'getaddrinfo', hostname: NAME }],
])('%s names its call', async (ask, fields) => {
  expect((await seenBy(ask, [FAULT])).fields).toEqual(fields);
});

it('a resolver with a patience of its own gives up after it', async () => {
  const ask = `new dns.Resolver({ timeout: 1000, tries: 3 }).resolveCname('${NAME}')`;
  expect(await seenBy(ask, [{ ...FAULT, kind: 'drop' }])).toMatchObject({ fields: { code: 'ETIMEOUT' } });
  expect(tookSeconds).toBeGreaterThanOrEqual(7);
  expect(tookSeconds).toBeLessThan(8);
});

it('a request to a name that cannot be resolved fails with what the system answers', async () => {
  const seen = await seenBy(`fetch('https://${NAME}/').catch((error) => { throw error.cause; })`, [FAULT]);
  expect(seen.fields).toMatchObject({ code: 'EAI_AGAIN', syscall: 'getaddrinfo', hostname: NAME });
});
