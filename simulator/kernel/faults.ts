import * as z from 'zod';
import { describeFileIssues, InputFileError, readJsonFile } from './input-file';
import type { Random } from './random';
import { formatDuration, parseDuration } from './virtual-duration';

const Duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'write a duration such as "6h20m" or "90s"')
  .transform((text) => parseDuration(text) ?? 0);

const Rule = z
  .strictObject({
    /** When it begins, counted from the beginning of the rehearsal: `6h20m`, `90s`. */
    at: Duration,
    /** How long it lasts; to the end if it is not said. */
    for: Duration.optional(),
    /** Every region, service or operation, if it is not said. */
    region: z.string().min(1).optional(),
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
  })
  .refine((rule) => (rule.kind === 'delay') === (rule.delaySeconds !== undefined), {
    path: ['delaySeconds'],
    message: 'belongs to kind "delay", and is required there',
  })
  .refine((rule) => rule.kind !== 'partition' || rule.probability === 1, {
    path: ['probability'],
    message: 'a partition lets nothing through: leave probability out, or use kind "drop" or "error"',
  })
  .refine((rule) => rule.kind !== 'partition' || rule.region !== undefined, {
    path: ['region'],
    message: 'a partition names the region that it cuts off',
  });

const Rules = z.array(Rule).readonly();

/** One fault, as data; durations in milliseconds. */
export type FaultRule = z.infer<typeof Rule>;
export type FaultKind = FaultRule['kind'];

/** Which call is asked about. */
export interface FaultTarget {
  readonly region: string;
  readonly service: string;
  readonly operation: string;
}

/** What goes wrong with one call. */
export interface Fault {
  readonly kind: FaultKind;
  readonly delayMs: number;
}

/** Reads a file of faults. What is wrong with it is an InputFileError with the line or the field. */
export function readFaults(path: string): readonly FaultRule[] {
  const parsed = Rules.safeParse(readJsonFile(path));
  if (parsed.success) return parsed.data;
  throw new InputFileError(describeFileIssues(path, parsed.error));
}

/** Everything that goes wrong on purpose in one simulation. */
export class Faults {
  readonly #rules: FaultRule[];
  readonly #startMs: number;
  readonly #random: Random;

  /** @param startMs the instant from which the rules' `at` counts */
  constructor(rules: readonly FaultRule[], startMs: number, random: Random) {
    this.#rules = [...rules];
    this.#startMs = startMs;
    this.#random = random;
  }

  /** Takes the whole region down at `atMs`, for good unless `durationMs` is given. */
  addDarkness(region: string, atMs: number, durationMs?: number): void {
    this.#rules.push({ at: atMs - this.#startMs, for: durationMs, region, kind: 'partition', probability: 1 });
  }

  /** Whether the region as a whole is dark at that instant. */
  isDark(region: string, nowMs: number): boolean {
    return this.#rules.some((rule) => isWholeRegion(rule) && rule.region === region && this.#isActive(rule, nowMs));
  }

  /** Since when the region as a whole is dark; undefined while it is not. */
  darkSinceMs(region: string, nowMs: number): number | undefined {
    const begins = this.#rules
      .filter((rule) => isWholeRegion(rule) && rule.region === region && this.#isActive(rule, nowMs))
      .map(({ at }) => this.#startMs + at);
    return begins.length === 0 ? undefined : Math.min(...begins);
  }

  /**
   * The fault that this call meets, if any: the first rule that applies to it. Every rule with a probability draws once
   * for each call that it could apply to, from a stream of its own.
   * @param outlivesDarkness whether the service goes on although its region is dark
   */
  match(target: FaultTarget, nowMs: number, outlivesDarkness = false): Fault | undefined {
    let met: Fault | undefined;
    for (const [index, rule] of this.#rules.entries()) {
      if (!this.#isActive(rule, nowMs) || !appliesTo(rule, target)) continue;
      if (outlivesDarkness && isWholeRegion(rule)) continue;
      const happens = rule.probability === 1 || this.#random.next(`faults/${index}`) < rule.probability;
      if (happens) met ??= { kind: rule.kind, delayMs: (rule.delaySeconds ?? 0) * 1000 };
    }
    return met;
  }

  /** When faults begin and end, in order: for the trace. */
  changes(): readonly { readonly atMs: number; readonly detail: string }[] {
    return this.#rules
      .flatMap((rule) => {
        const beginMs = this.#startMs + rule.at;
        const begins = { atMs: beginMs, detail: `begins: ${describe(rule)}` };
        return rule.for === undefined
          ? [begins]
          : [begins, { atMs: beginMs + rule.for, detail: `ends: ${describe(rule)}` }];
      })
      .sort((a, b) => a.atMs - b.atMs);
  }

  /** The faults with every default filled in, a line each. */
  describe(): readonly string[] {
    return this.#rules.map(
      (rule) =>
        `at ${formatDuration(rule.at)} ${rule.for === undefined ? 'to the end' : `for ${formatDuration(rule.for)}`}: ${describe(rule)}`,
    );
  }

  #isActive(rule: FaultRule, nowMs: number): boolean {
    const elapsedMs = nowMs - this.#startMs - rule.at;
    return elapsedMs >= 0 && (rule.for === undefined || elapsedMs < rule.for);
  }
}

function isWholeRegion(rule: FaultRule): boolean {
  return rule.kind === 'partition' && rule.service === undefined && rule.operation === undefined;
}

function appliesTo(rule: FaultRule, target: FaultTarget): boolean {
  return (
    (rule.region ?? target.region) === target.region &&
    (rule.service ?? target.service) === target.service &&
    (rule.operation ?? target.operation) === target.operation
  );
}

function describe(rule: FaultRule): string {
  const where = [rule.service ?? 'every service', rule.operation, `in ${rule.region ?? 'every region'}`];
  const what = rule.kind === 'delay' ? `delay of ${rule.delaySeconds} s` : rule.kind;
  const share = rule.probability === 1 ? '' : `, of each call with probability ${rule.probability}`;
  return `${what}: ${where.filter((part) => part !== undefined).join(' ')}${share}`;
}
