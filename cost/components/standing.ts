import { line } from '../line';
import { HOURS_PER_MONTH } from '../month';
import type { Component, Question } from './component';

/** What is billed for being there: keys, the password, the health check, network endpoints. */
export function standing({ estate }: Question): Component {
  const { keys, secrets, healthChecks, hostedZones, endpointZones, primaryRegion } = estate;
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
    ].filter(({ quantity }) => quantity > 0),
    note: `${keyCount} keys; the yearly rotation doubles each`,
  };
}
