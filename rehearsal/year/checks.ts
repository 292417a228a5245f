import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import type { ReportCheck } from '../stage/report-check';
import { isToldInOne, noticesOf, readEvidences } from '../backup-failure/observe';
import { firstDrillFrom } from '../../functions/shared/drill-date';
import type { YearDrill } from './drills';
import type { FailedJob } from './injected-failures';
import type { Ages } from './recovery-point-ages';
import type { Validation } from './validations';

export interface YearFacts {
  readonly world: World;
  readonly estate: Estate;
  readonly failedJobs: readonly FailedJob[];
  readonly validations: readonly Validation[];
  readonly dueValidations: number;
  readonly drills: readonly YearDrill[];
  readonly dueDrillsMs: readonly number[];
  readonly deployedAtMs: number;
  /** Clusters that the data store holds. */
  readonly clusters: number;
  readonly isKept: boolean;
  readonly objectiveMinutes: number;
  readonly agesOutsideFailures: Ages;
}

/** What must hold after a year, with the keeper and without. */
export function runChecks(facts: YearFacts): readonly ReportCheck[] {
  const { validations, dueValidations } = facts;
  const notPassed = validations.filter(({ verdict }) => verdict !== 'PASSED');
  return [
    check(
      'every validation recorded, and passed',
      validations.length === dueValidations && notPassed.length === 0,
      `${validations.length} of ${dueValidations}${notPassed.map(({ name, verdict, failedChecks }) => `; ${name}: ${verdict} ${failedChecks.join(', ')}`).join('')}`,
    ),
    drillsAsScheduled(facts),
    everyFailureToldOnce(facts),
    nothingOrphaned(facts),
    nothingUndelivered(facts),
    ...(facts.isKept ? [objectiveHeld(facts)] : []),
  ];
}

/** One each time that the schedule is due: skipped within two weeks of the deployment, run afterwards. */
function drillsAsScheduled({ drills, dueDrillsMs, deployedAtMs }: YearFacts): ReportCheck {
  const expected = dueDrillsMs.map((dueMs) => (dueMs < firstDrillFrom(deployedAtMs) ? 'skipped' : 'passed'));
  return check(
    'every drill ran when it was due, and passed',
    drills.map(({ verdict }) => verdict).join() === expected.join(),
    drills.map(({ startedAt, verdict }) => `${startedAt.slice(0, 10)} ${verdict}`).join(', ') || 'none was due',
  );
}

/** Each failed job belongs to one incident, and each incident was opened with one message and ended with one. */
function everyFailureToldOnce({ world, estate, failedJobs }: YearFacts): ReportCheck {
  const incidents = new Map(
    [...readEvidences(world, estate).values()].flatMap(({ incident }) =>
      incident === null ? [] : [[incident.incidentId, incident] as const],
    ),
  );
  const tellers = failedJobs.map(({ id }) =>
    [...incidents.values()].filter(({ signals }) => signals.some(({ jobId }) => jobId === id)),
  );
  const untold = tellers.filter((found) => found.length === 0).length;
  const toldTwice = tellers.filter((found) => found.length > 1).length;
  const opened = noticesOf(world, estate).filter(
    ({ kind, subject }) => kind === 'opened' || isToldInOne(subject),
  ).length;
  return check(
    'every failure notified once',
    untold === 0 && toldTwice === 0 && opened === incidents.size,
    `${failedJobs.length} failed jobs in ${incidents.size} incidents, ${opened} opened with a message; ${untold} not notified, ${toldTwice} notified twice`,
  );
}

function nothingOrphaned({ world, estate, clusters }: YearFacts): ReportCheck {
  const { rds } = world.region(estate.standbyRegion);
  const left = [...rds.clusters.all.keys(), ...rds.instances.all.keys()];
  return check(
    'nothing orphaned',
    left.length === 0 && clusters === 1,
    left.length === 0 ? `${clusters} cluster, the primary` : left.join(', '),
  );
}

function objectiveHeld({ agesOutsideFailures: { breaches, worstMinutes }, objectiveMinutes }: YearFacts): ReportCheck {
  return check(
    'the objective held outside the injected failures',
    breaches === 0 && worstMinutes > 0,
    `at worst ${worstMinutes.toFixed(1)} of ${objectiveMinutes} minutes, ${breaches} times over`,
  );
}

function nothingUndelivered({ world }: YearFacts): ReportCheck {
  const letters = [...world.regions.values()].flatMap(({ sqs }) =>
    sqs.queues().flatMap(({ arn }) => sqs.messages(arn).map(({ attributes }) => attributes['ERROR_MESSAGE'] ?? arn)),
  );
  return check('nothing undelivered', letters.length === 0, letters.slice(0, 3).join('; ') || 'no dead letter');
}

function check(name: string, passed: boolean, detail: string): ReportCheck {
  return { name, passed, detail };
}
