import { parseConfig } from '../../infra/config/parse';
import { primaryChecks } from '../../infra/smoke-checks';

const checksOf = (config: unknown) => primaryChecks(parseConfig(config));

test('the primary is asked what the public name is asked after a failover, and has to name itself', () => {
  expect(checksOf({})).toEqual([
    {
      kind: 'http',
      name: 'primary answers /health',
      url: 'https://app.example.com/health',
      connectTo: 'api-primary.example.com',
      expectJson: { status: 'ok', region: 'us-east-1' },
      expectBodyIncludes: undefined,
      expectStatus: undefined,
    },
  ]);
});

const http = { kind: 'http', name: 'a', url: 'https://app.example.com/up' };

test("a team's own checks are asked of the primary, with the name of its region in place of the standby's", () => {
  const smokeChecks = [
    { ...http, suite: 'standby', connectTo: 'api-standby.example.com' },
    { ...http, suite: 'public', expectStatus: 204, expectBodyIncludes: 'served by us-west-2' },
  ];
  expect(checksOf({ recovery: { smokeChecks } })).toEqual([
    expect.objectContaining({
      url: 'https://app.example.com/up',
      connectTo: 'api-primary.example.com',
      expectStatus: 204,
      expectBodyIncludes: 'served by us-east-1',
    }),
  ]);
});

test('where the public name is asked nothing over HTTPS, the checks of the standby are asked of the primary', () => {
  const rows = { kind: 'sql', suite: 'public', name: 'rows', database: 'app', sql: 'select 1', expect: { equals: 1 } };
  const smokeChecks = [{ ...http, suite: 'standby', connectTo: 'api-standby.example.com' }, rows];
  expect(checksOf({ recovery: { smokeChecks } })).toMatchObject([{ connectTo: 'api-primary.example.com' }]);
});
