import { counted, duration } from '../../shared/words';
import { beganAt } from '../common/steps';
import { type ObjectiveTrend, objectiveTrendOf, type Trend, trendOf } from '../decide/trend';
import { secondsOf } from './earlier-drills';
import type { FailoverFacts } from './facts';
import { rtoOf } from './measures';

/** A drill beside the drills before it. */
export interface Comparison {
  /** `unread`: the evidence bucket did not answer, and nothing is compared. */
  readonly history: 'read' | 'unread';
  /** The oldest first. */
  readonly earlier: readonly {
    readonly execution: string;
    readonly startedAt: string;
    readonly verdict: string;
    readonly rtoSeconds: number | null;
  }[];
  /** Null where this drill did not prove the standby. */
  readonly rto: ObjectiveTrend | null;
  readonly steps: readonly (Trend & { readonly name: string })[];
  /** What a person should know before the objective is missed; null as a rule. */
  readonly warning: string | null;
}

/** Undefined of a failover: it is compared with nothing. */
export function comparisonOf(facts: FailoverFacts): Comparison | undefined {
  const { record, earlierDrills } = facts;
  if (record.request?.mode !== 'drill') return undefined;
  if (earlierDrills.kind === 'unread') return { history: 'unread', earlier: [], rto: null, steps: [], warning: null };
  const drills = earlierDrills.value;
  const { achievedSeconds, objectiveSeconds, met } = rtoOf(facts);
  const rto =
    achievedSeconds === null
      ? null
      : objectiveTrendOf(
          drills.flatMap(({ rtoSeconds }) => rtoSeconds ?? []),
          achievedSeconds,
          objectiveSeconds,
        );
  return {
    history: 'read',
    earlier: drills.map(({ execution, startedAt, verdict, rtoSeconds }) => ({
      execution,
      startedAt,
      verdict,
      rtoSeconds,
    })),
    rto,
    steps: record.steps.map((step) => ({
      name: step.name,
      ...trendOf(
        drills.flatMap(({ steps }) => steps.find(({ name }) => name === step.name)?.seconds ?? []),
        // As the evidence has it: one that was held up began when it was first tried.
        secondsOf({ ...step, startedAt: beganAt(record.interruptions, step.name, step.startedAt) }),
      ),
    })),
    // What is missed already is a failure, and no warning.
    warning: rto === null || met === false ? null : warningOf(rto, objectiveSeconds),
  };
}

function warningOf(
  { passesObjectiveIn, forecastSeconds, slopeSeconds }: ObjectiveTrend,
  objective: number,
): string | null {
  if (passesObjectiveIn === null) return null;
  const which = passesObjectiveIn === 1 ? 'the next drill' : `the ${ORDINALS[passesObjectiveIn] ?? ''} drill from now`;
  return (
    `recovery time grows by ${duration(slopeSeconds ?? 0)} a drill: ${which} would take ` +
    `${duration(forecastSeconds[passesObjectiveIn - 1] ?? 0)}, more than the objective of ${duration(objective)}`
  );
}

const ORDINALS: readonly string[] = ['', '', 'second', 'third', 'fourth'];

/** Lines of the message; none of a failover. */
export function comparisonLines(facts: FailoverFacts): readonly (string | undefined)[] {
  const comparison = comparisonOf(facts);
  // Of a drill that did not prove the standby there is nothing to compare.
  if (comparison === undefined || rtoOf(facts).achievedSeconds === null) return [];
  const { history, earlier, rto, steps } = comparison;
  if (history === 'unread') return ['Trend: the evidence of earlier drills could not be read, so nothing is compared.'];
  if (earlier.length === 0) return ['Trend: this is the first drill that left evidence; the next is compared with it.'];
  return [
    ...(rto === null
      ? []
      : [`Trend over the last ${counted(earlier.length + 1, 'drill')}: recovery time ${series(rto)}.`]),
    ...steps
      .filter(({ previousSeconds }) => previousSeconds.length > 0)
      .map((step) => `  ${step.name}: ${series(step)}.`),
  ];
}

function series({ previousSeconds, seconds, slopeSeconds }: Trend): string {
  const values = [...previousSeconds.map(duration), `now ${duration(seconds)}`].join(', ');
  if (slopeSeconds === null) return values;
  if (slopeSeconds === 0) return `${values} (steady)`;
  return `${values} (${slopeSeconds > 0 ? '+' : '-'}${duration(Math.abs(slopeSeconds))} a drill)`;
}
