import { HOURS_PER_MONTH } from '../month';
import type { Assumptions } from '../assumptions';
import type { Asked } from '../deployed-resources';
import { type Line, line } from '../line';
import type { Component, Question } from './component';

/** What is billed for being there: keys, the password, the health check, network endpoints. */
export function standing({ deployed, assume }: Question): Component {
  const { keys, secrets, healthChecks, hostedZones, endpointZones, primaryRegion } = deployed;
  const options = healthChecks.reduce((all, each) => all + each.options, 0);
  const keyCount = Object.values(keys).reduce((all, each) => all + each, 0);
  const before = secrets === 0 ? [] : [line('password of the database', 'secret', secrets, primaryRegion)];
  return {
    id: 'standing',
    name: 'Keys, secret, health check',
    before,
    after: [
      ...before,
      ...Object.entries(keys).map(([region, count]) => line(`keys in ${region}`, 'kmsKey', count, region)),
      line('health checks', 'healthCheck', healthChecks.length, 'global'),
      line('their options', 'healthCheckOption', options, 'global'),
      line('hosted zones', 'hostedZone', hostedZones, 'global'),
      ...Object.entries(endpointZones).map(([region, zones]) =>
        line(`network endpoints in ${region}`, 'interfaceEndpoint', zones * HOURS_PER_MONTH, region),
      ),
      ...deployed.asked.flatMap((asked) => answers(asked, assume)),
    ].filter(({ quantity }) => quantity > 0),
    note: `${keyCount} keys; the yearly rotation doubles each`,
  };
}

/** What it costs to answer health checkers: a request, a run of the function and a look into the lock table each. */
function answers({ region, everySeconds, memoryMb }: Asked, assume: Assumptions): readonly Line[] {
  const requests = (assume.checkers * HOURS_PER_MONTH * 3600) / everySeconds;
  const gigabyteSeconds = (requests * assume['request-ms'] * memoryMb) / 1_024_000;
  return [
    line('requests of health checkers', 'httpApiRequests', requests, region),
    line('answers to them', 'lambdaRequests', requests, region),
    line('answers to them', 'lambdaCompute', gigabyteSeconds, region),
    line('what they are read from', 'dynamoDbRead', requests, region),
  ];
}
