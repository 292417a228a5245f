import { DNS, DNS_CALLS } from './kernel/dns-failure';
import { type FaultNames, type NamedService, unknownNames } from './kernel/fault-names';
import type { FaultRule } from './kernel/fault-rule';
import { zonesOfRegion } from './regions';
import { modelledTypes } from './resource-types';
import type { HandlerCalls } from './services/cloudformation/handler-calls';
import type { World } from './world';

/** Where the control planes of the global services are: it is there whatever regions a workload has. */
const GLOBAL_REGION = 'us-east-1';

/** What the AWS CLI, an SDK or the console calls services whose signing name is another. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  apigatewayv2: 'apigateway',
  'api-gateway': 'apigateway',
  aurora: 'rds',
  certificatemanager: 'acm',
  cfn: 'cloudformation',
  cloudwatch: 'monitoring',
  'cloudwatch-logs': 'logs',
  ddb: 'dynamodb',
  eventbridge: 'events',
  rdsdata: 'rds-data',
  'secrets-manager': 'secretsmanager',
  'service-quotas': 'servicequotas',
  sfn: 'states',
  'step-functions': 'states',
  stepfunctions: 'states',
  'systems-manager': 'ssm',
};

/** A fault of a simulation names what there is not. */
export class UnknownFaultNameError extends Error {
  override readonly name = 'UnknownFaultNameError';
}

/** The names that a fault can have in a simulation. */
export function faultNamesOf({ dispatcher, regions }: World): FaultNames {
  const services = new Map<string, NamedService>();
  for (const { region, service } of dispatcher.services) {
    const known = services.get(service.signingName);
    services.set(service.signingName, {
      regions: [...(known?.regions ?? []), region],
      operations: Object.keys(service.operations),
    });
  }
  for (const { calls } of modelledTypes().values()) {
    if (typeof calls !== 'string') addHandlers(services, calls, [...regions.keys()]);
  }
  services.set(DNS, { regions: [...regions.keys()], operations: DNS_CALLS });
  return {
    regions: [...new Set([...regions.keys(), GLOBAL_REGION])].sort(),
    zones: [...regions.keys()].flatMap(zonesOfRegion),
    services: new Map([...services].filter(([, { operations }]) => operations.length > 0)),
    otherNames: OTHER_NAMES,
  };
}

/** CloudFormation calls services that nothing here calls otherwise. */
function addHandlers(services: Map<string, NamedService>, calls: HandlerCalls, regions: readonly string[]): void {
  const { service, region, create, update = [], delete: remove } = calls;
  const known = services.get(service);
  services.set(service, {
    regions: known?.regions ?? (region === undefined ? regions : [region]),
    operations: [...new Set([...(known?.operations ?? []), ...create, ...update, ...remove])],
  });
}

/** @throws UnknownFaultNameError that says which fault, by its place in the list, and what to write instead */
export function refuseUnknownNames(rules: readonly FaultRule[], world: World): void {
  if (rules.length === 0) return;
  const names = faultNamesOf(world);
  const problems = rules.flatMap((rule, index) =>
    unknownNames(rule, names).map(
      ({ field, message }) => `faults[${index}].${field} is ${JSON.stringify(rule[field])}: ${message}`,
    ),
  );
  if (problems.length > 0) throw new UnknownFaultNameError(problems.join('; '));
}
