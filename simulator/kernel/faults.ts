import { DNS, type DnsCode } from './dns-failure';
import { asGiven, describeFault, type FaultKind, type FaultRule, type GivenFault, isDarkness } from './fault-rule';
import type { Random } from './random';

export type { FaultRule };

/** Which call is asked about. */
export interface FaultTarget {
  /** Where its endpoint is; of a question to a resolver, where the function runs that asks, or undefined for a client. */
  readonly region: string | undefined;
  readonly service: string;
  readonly operation: string;
}

/** What goes wrong with one call. */
export interface Fault {
  readonly kind: FaultKind;
  readonly delayMs: number;
  readonly code: DnsCode | undefined;
  /** To be called when it has gone wrong: the report of the fault counts it. */
  meet(): void;
}

/** A fault as it was given, and what became of it. */
export type FaultReport = GivenFault & {
  /** How many calls it failed, delayed or cut off. */
  readonly callsMet: number;
};

/** An availability zone that is lost, and when it is back. */
export interface ZoneLoss {
  readonly zone: string;
  readonly atMs: number;
  readonly endMs: number | undefined;
  /** To be called with each thing that it takes down: the report of the fault counts it. */
  meet(): void;
}

/** Everything that goes wrong on purpose in one simulation. */
export class Faults {
  readonly #rules: FaultRule[];
  readonly #startMs: number;
  readonly #random: Random;
  readonly #callsMet = new Map<FaultRule, number>();
  readonly #zoneListeners: ((loss: ZoneLoss) => void)[] = [];

  /** @param startMs the instant from which the rules' `at` counts */
  constructor(rules: readonly FaultRule[], startMs: number, random: Random) {
    this.#rules = [...rules];
    this.#startMs = startMs;
    this.#random = random;
  }

  /** Adds a fault to those that there are. */
  add(rule: FaultRule): void {
    this.#rules.push(rule);
    this.#announce(rule);
  }

  /** Takes an availability zone down at `atMs`, for good unless `durationMs` is given. */
  addZoneLoss(zone: string, atMs: number, durationMs?: number): void {
    this.add({ at: atMs - this.#startMs, for: durationMs, zone, kind: 'partition', probability: 1 });
  }

  /** Whether the availability zone is lost at that instant. */
  isZoneLost(zone: string, nowMs: number): boolean {
    return this.#rules.some((rule) => rule.zone === zone && this.#isActive(rule, nowMs));
  }

  /** Calls `listener` with each loss of a zone, of those that there are and of those that are added. */
  listenToZones(listener: (loss: ZoneLoss) => void): void {
    this.#zoneListeners.push(listener);
    for (const rule of this.#rules) this.#announce(rule, [listener]);
  }

  /** Takes the whole region down at `atMs`, for good unless `durationMs` is given. */
  addDarkness(region: string, atMs: number, durationMs?: number): void {
    this.add({ at: atMs - this.#startMs, for: durationMs, region, kind: 'partition', probability: 1 });
  }

  /** Whether the region as a whole is dark at that instant. */
  isDark(region: string, nowMs: number): boolean {
    return this.#darknesses(region, nowMs).length > 0;
  }

  /** Since when the region as a whole is dark; undefined while it is not. */
  darkSinceMs(region: string, nowMs: number): number | undefined {
    const begins = this.#darknesses(region, nowMs).map(({ at }) => this.#startMs + at);
    return begins.length === 0 ? undefined : Math.min(...begins);
  }

  /** To be called with each call that the darkness of the region has cut off. */
  meetDarkness(region: string, nowMs: number): void {
    const [darkness] = this.#darknesses(region, nowMs);
    if (darkness !== undefined) this.#meet(darkness);
  }

  /**
   * The fault that this call meets, if any: the first rule that applies to it. Every rule with a probability draws once
   * for each call that it could apply to, from a stream of its own.
   * @param outlivesDarkness whether the service goes on although its region is dark
   */
  match(target: FaultTarget, nowMs: number, outlivesDarkness = false): Fault | undefined {
    let met: FaultRule | undefined;
    for (const [index, rule] of this.#rules.entries()) {
      if (!this.#isActive(rule, nowMs) || !appliesTo(rule, target)) continue;
      if (outlivesDarkness && isDarkness(rule)) continue;
      const happens = rule.probability === 1 || this.#random.next(`faults/${index}`) < rule.probability;
      if (happens) met ??= rule;
    }
    if (met === undefined) return undefined;
    const rule = met;
    const { kind, delaySeconds = 0, code } = rule;
    return { kind, delayMs: delaySeconds * 1000, code, meet: () => this.#meet(rule) };
  }

  /** Whether any fault, of now or of later, could meet such a call. */
  mayMeet(target: FaultTarget): boolean {
    return this.#rules.some((rule) => appliesTo(rule, target));
  }

  /**
   * When the faults that such a call may meet within a time are over, and those that begin before they are;
   * the begin of the time when it meets none.
   */
  passedBy(target: FaultTarget, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): number {
    const spans = this.#rules
      .filter((rule) => appliesTo(rule, target))
      .map((rule) => ({ beginMs: this.#startMs + rule.at, endMs: this.#startMs + rule.at + (rule.for ?? Infinity) }))
      .toSorted((a, b) => a.beginMs - b.beginMs);
    return spans.reduce(
      (passedMs, { beginMs, endMs }) => (beginMs <= Math.max(passedMs, toMs) && endMs > passedMs ? endMs : passedMs),
      fromMs,
    );
  }

  /** When faults begin and end, in order: for the trace. */
  changes(): readonly { readonly atMs: number; readonly detail: string }[] {
    return this.#rules
      .flatMap((rule) => {
        const beginMs = this.#startMs + rule.at;
        const begins = { atMs: beginMs, detail: `begins: ${describeFault(asGiven(rule))}` };
        return rule.for === undefined
          ? [begins]
          : [begins, { atMs: beginMs + rule.for, detail: `ends: ${describeFault(asGiven(rule))}` }];
      })
      .sort((a, b) => a.atMs - b.atMs);
  }

  /** Each fault, and how many calls it has met by now. */
  report(): readonly FaultReport[] {
    return this.#rules.map((rule) => ({ ...asGiven(rule), callsMet: this.#callsMet.get(rule) ?? 0 }));
  }

  #announce(rule: FaultRule, listeners = this.#zoneListeners): void {
    const { zone } = rule;
    if (zone === undefined) return;
    const atMs = this.#startMs + rule.at;
    const loss = {
      zone,
      atMs,
      endMs: rule.for === undefined ? undefined : atMs + rule.for,
      meet: () => this.#meet(rule),
    };
    for (const listener of listeners) listener(loss);
  }

  #meet(rule: FaultRule): void {
    this.#callsMet.set(rule, (this.#callsMet.get(rule) ?? 0) + 1);
  }

  #darknesses(region: string, nowMs: number): readonly FaultRule[] {
    return this.#rules.filter((rule) => isDarkness(rule) && rule.region === region && this.#isActive(rule, nowMs));
  }

  #isActive(rule: FaultRule, nowMs: number): boolean {
    const elapsedMs = nowMs - this.#startMs - rule.at;
    return elapsedMs >= 0 && (rule.for === undefined || elapsedMs < rule.for);
  }
}

/** "Every service" is every service of AWS: resolvers fail only where a fault names them. */
function appliesTo(rule: FaultRule, target: FaultTarget): boolean {
  // What spans zones goes on without one of them.
  if (rule.zone !== undefined) return false;
  const isOfService = rule.service === undefined ? target.service !== DNS : rule.service === target.service;
  return (
    isOfService &&
    (rule.region ?? target.region) === target.region &&
    (rule.operation ?? target.operation) === target.operation
  );
}
