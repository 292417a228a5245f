import { either } from '../../input/instructions';
import { nearestName } from '../../input/nearest-name';
import type { FaultRule } from './fault-rule';

/** What a fault can name: everything else is a fault that would match nothing. */
export interface FaultNames {
  readonly regions: readonly string[];
  readonly zones: readonly string[];
  /** By signing name. */
  readonly services: ReadonlyMap<string, NamedService>;
  /** Names that a service has elsewhere, as in the AWS CLI or in the console, and its signing name. */
  readonly otherNames: Readonly<Record<string, string>>;
}

export interface NamedService {
  /** Where it answers. */
  readonly regions: readonly string[];
  readonly operations: readonly string[];
}

export interface NameProblem {
  readonly field: 'region' | 'zone' | 'service' | 'operation';
  readonly message: string;
}

/** What of a fault names nothing that there is, with the names to write instead. */
export function unknownNames(rule: FaultRule, names: FaultNames): readonly NameProblem[] {
  const problems = [
    unknownRegion(rule, names),
    unknownZone(rule, names),
    unknownService(rule, names),
    unknownOperation(rule, names),
  ];
  return problems.filter((problem) => problem !== undefined);
}

function unknownRegion({ region, service = '' }: FaultRule, names: FaultNames): NameProblem | undefined {
  if (region === undefined) return undefined;
  if (!names.regions.includes(region)) {
    const message = `there is no such region here.${didYouMean(region, names.regions)} Write ${either(names.regions)}`;
    return { field: 'region', message };
  }
  const answersIn = names.services.get(service)?.regions ?? [region];
  if (answersIn.includes(region)) return undefined;
  return {
    field: 'region',
    message: `${service} answers in ${either(answersIn)} only. Write that, or leave region out`,
  };
}

function unknownZone({ zone }: FaultRule, { zones }: FaultNames): NameProblem | undefined {
  if (zone === undefined || zones.includes(zone)) return undefined;
  const message = `there is no such availability zone here.${didYouMean(zone, zones)} Write ${either(zones)}`;
  return { field: 'zone', message };
}

function unknownService({ service }: FaultRule, names: FaultNames): NameProblem | undefined {
  if (service === undefined || names.services.has(service)) return undefined;
  const there = [...names.services.keys()].sort();
  const other = names.otherNames[service.toLowerCase()];
  const message =
    other !== undefined && names.services.has(other)
      ? `there is no such service here: write "${other}". The services are ${there.join(', ')}`
      : `there is no such service here.${didYouMean(service, there)} Write one of ${there.join(', ')}`;
  return { field: 'service', message };
}

function unknownOperation({ service, operation }: FaultRule, names: FaultNames): NameProblem | undefined {
  if (operation === undefined || (service !== undefined && !names.services.has(service))) return undefined;
  const asked = service === undefined ? [...names.services.keys()] : [service];
  const there = [...new Set(asked.flatMap((name) => names.services.get(name)?.operations ?? []))].sort();
  if (there.includes(operation)) return undefined;
  const elsewhere = [...names.services].find(([, { operations }]) => operations.includes(operation))?.[0];
  const who = service ?? 'no service';
  const has = service === undefined ? 'has such an' : 'has no such';
  const message =
    elsewhere !== undefined
      ? `${who} ${has} operation: ${elsewhere} has it. Write one of ${there.join(', ')}`
      : `${who} ${has} operation.${didYouMean(operation, there)} ` +
        (service === undefined
          ? 'Write the service as well, and its operations are listed'
          : `Write one of ${there.join(', ')}`);
  return { field: 'operation', message };
}

function didYouMean(word: string, names: readonly string[]): string {
  const near = nearestName(word, names);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}
