import * as z from 'zod';
import { DNS, DNS_CODES } from './dns-failure';
import { formatDuration, parseDuration } from './virtual-duration';

const A_DURATION = 'write a duration such as "6h20m" or "90s"';
const Duration = z
  .string(A_DURATION)
  .refine((text) => parseDuration(text) !== undefined, A_DURATION)
  .transform((text) => parseDuration(text) ?? 0);

/** A fault as a file has it. */
export const Rule = z
  .strictObject({
    /** When it begins, counted from the beginning of the rehearsal: `6h20m`, `90s`. */
    at: Duration,
    /** How long it lasts; to the end if it is not said. */
    for: Duration.optional(),
    /** Every region, service or operation, if it is not said. */
    region: z.string().min(1).optional(),
    /** An availability zone of a region, such as `us-east-1a`: of a partition alone. */
    zone: z.string().min(1).optional(),
    /** The name in the SigV4 scope: `rds`, `backup`, `monitoring`. */
    service: z.string().min(1).optional(),
    operation: z.string().min(1).optional(),
    /**
     * `error`: the service answers InternalFailure. `throttle`: it answers ThrottlingException. `delay`: it answers
     * late. `drop`: the call takes effect and its response is lost. `partition`: nothing gets through.
     */
    kind: z.enum(['error', 'throttle', 'delay', 'drop', 'partition']),
    /** Of each call, in (0, 1]. */
    probability: z.number().gt(0).max(1).default(1),
    delaySeconds: z.number().positive().optional(),
    /** What a resolver answers, for service `dns` and kind `error`; ESERVFAIL if it is not said. */
    code: z
      .enum(
        DNS_CODES,
        `belongs to service "dns" and kind "error": leave it out, or write one of ${DNS_CODES.join(', ')}`,
      )
      .optional(),
  })
  .refine((rule) => rule.code === undefined || (rule.service === DNS && rule.kind === 'error'), {
    path: ['code'],
    message: 'belongs to service "dns" and kind "error"',
  })
  .refine((rule) => rule.service !== DNS || rule.kind !== 'throttle', {
    path: ['kind'],
    message: 'a resolver does not throttle: write "drop", or "error" with a code such as "EREFUSED"',
  })
  .refine((rule) => (rule.kind === 'delay') === (rule.delaySeconds !== undefined), {
    path: ['delaySeconds'],
    message: 'belongs to kind "delay", and is required there',
  })
  .refine((rule) => rule.kind !== 'partition' || rule.probability === 1, {
    path: ['probability'],
    message: 'a partition lets nothing through: leave probability out, or use kind "drop" or "error"',
  })
  .refine((rule) => rule.kind !== 'partition' || rule.region !== undefined || rule.zone !== undefined, {
    path: ['region'],
    message: 'a partition names the region that it cuts off, or the zone',
  })
  .refine((rule) => rule.zone === undefined || rule.kind === 'partition', {
    path: ['zone'],
    message: 'belongs to kind "partition"',
  })
  .refine((rule) => rule.zone === undefined || (rule.service === undefined && rule.operation === undefined), {
    path: ['zone'],
    message: 'a zone is lost as a whole: leave service and operation out',
  })
  .refine((rule) => rule.zone === undefined || rule.region === undefined || rule.zone.startsWith(rule.region), {
    path: ['zone'],
    message: 'is in another region: leave region out',
  });

/** A fault as somebody wrote it: durations are texts, and what was left out is left out. */
export type GivenFault = z.input<typeof Rule>;

/** One fault, as data; durations in milliseconds. */
export type FaultRule = z.infer<typeof Rule> & {
  /** As it was written, where it was: a report repeats it. */
  readonly given?: GivenFault | undefined;
};
export type FaultKind = FaultRule['kind'];

export function asGiven({ given, ...rule }: FaultRule): GivenFault {
  if (given !== undefined) return given;
  const { at, for: durationMs, region, zone, service, operation, kind, probability, delaySeconds, code } = rule;
  return {
    at: formatDuration(at),
    ...(durationMs === undefined ? {} : { for: formatDuration(durationMs) }),
    ...(region === undefined ? {} : { region }),
    ...(zone === undefined ? {} : { zone }),
    ...(service === undefined ? {} : { service }),
    ...(operation === undefined ? {} : { operation }),
    kind,
    ...(probability === 1 ? {} : { probability }),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    ...(code === undefined ? {} : { code }),
  };
}

/** Without its time: `throttle: rds in us-west-2, of each call with probability 0.3`. */
export function describeFault(fault: Omit<GivenFault, 'at' | 'for'>): string {
  const { kind, region, zone, service, operation, probability = 1, delaySeconds, code } = fault;
  if (zone !== undefined) return `${kind}: availability zone ${zone}`;
  const where = [service ?? 'every service', operation, `in ${region ?? 'every region'}`];
  const what = kind === 'delay' ? `delay of ${delaySeconds} s` : code === undefined ? kind : `${kind} ${code}`;
  const share = probability === 1 ? '' : `, of each call with probability ${probability}`;
  return `${what}: ${where.filter((part) => part !== undefined).join(' ')}${share}`;
}

/** A region that is dark as a whole, not only one of its services. */
export function isDarkness(rule: FaultRule): boolean {
  return (
    rule.kind === 'partition' && rule.zone === undefined && rule.service === undefined && rule.operation === undefined
  );
}
