import { conditionsOf } from '../stage/conditions';
import { receivedIn } from '../stage/mails';
import type { World } from '../../simulator/world';
import type { Clients } from '../stage/clients';
import type { Estate } from '../stage/estate';
import type { FinishedExecution } from '../stage/execution';
import { isMadeByStack } from '../stage/made-by-stack';
import { findOrphans } from '../stage/orphans';
import { priceOf } from '../stage/orchestration-price';
import { evidenceCheck } from '../stage/evidence-check';
import type { Recorded } from '../stage/record';
import type { ReportCheck } from '../stage/report-check';
import { startLimit } from '../stage/start-limit';
import type { ValidationEvidence, ValidationReport } from './report';

export interface ValidationObservations {
  readonly options: { readonly seed: number; readonly durations: string };
  readonly world: World;
  readonly estate: Estate;
  readonly dueMs: number;
  readonly startedAtMs: number | undefined;
  readonly execution: FinishedExecution | undefined;
  /** What it recorded of itself, and where that was found; undefined when nothing was started. */
  readonly recorded: Recorded<ValidationEvidence> | undefined;
  /** The same, if there is any. */
  readonly evidence: ValidationEvidence | undefined;
  readonly clients: Clients;
  readonly messages: readonly { readonly at: string; readonly subject: string | undefined }[];
}

/** What one validation may cost beside the database itself. */
const PRICE_LIMIT_USD = 0.05;
/** How the subject of a mail about the result goes on; that one is held up or late is none (reportExecution, validation). */
const RESULT = /restore validation (passed$|FAILED at |REFUSED at )/;
const REFUSALS: ReadonlySet<string> = new Set(['FencedOutError', 'InvalidRequestError']);

export function buildReport(observed: ValidationObservations): ValidationReport {
  const { options, world, estate, dueMs, startedAtMs, execution, evidence } = observed;
  const price = execution === undefined ? null : priceOf(world, estate.standbyRegion, execution.arn);
  const checks = runChecks(observed, price?.usd ?? 0);
  const isRefused = execution?.error != null && REFUSALS.has(execution.error);
  return {
    verdict: checks.every(({ passed }) => passed) ? 'passed' : isRefused ? 'refused' : 'failed',
    scenario: 'restore-validation',
    ...conditionsOf(options, world),
    ...receivedIn(world),
    dueAt: new Date(dueMs).toISOString(),
    startedAt: startedAtMs === undefined ? null : new Date(startedAtMs).toISOString(),
    execution:
      execution === undefined
        ? null
        : { name: execution.name, status: execution.status, error: execution.error, cause: execution.cause },
    recoveryPointArn: evidence?.restored?.recoveryPointArn ?? evidence?.recoveryPoint?.recoveryPointArn ?? null,
    recoveryPointAgeSeconds: evidence?.age.achievedSeconds ?? null,
    recoveryPointObjectiveSeconds: evidence?.age.objectiveSeconds ?? null,
    restoreSeconds: evidence?.restoreSeconds ?? null,
    dataChecks: evidence?.checks ?? [],
    findings: evidence?.findings ?? [],
    price,
    // What it restored is named in the evidence in any case; only what that says is left is accounted for.
    orphans: findOrphans({ world, estate, evidenceText: evidence?.leftovers.join('\n') }),
    checks,
    steps: (evidence?.steps ?? []).map((step) => ({ ...step, budgetSeconds: step.budgetSeconds ?? 0 })),
    notifications: messagesSince(observed).map(({ at, subject }) => ({ at, subject: subject ?? '' })),
  };
}

function runChecks(observed: ValidationObservations, usd: number): readonly ReportCheck[] {
  const { world, estate, execution, recorded, evidence } = observed;
  const region = world.region(estate.standbyRegion);
  const { clusters, instances } = region.rds;
  // A replica stays, and so does what it is made of.
  const left = [...clusters.all.keys(), ...instances.all.keys()].filter((name) => !isMadeByStack(region, name));
  const results = messagesSince(observed).filter(({ subject = '' }) => RESULT.test(subject));
  const unserved = failedRequests(observed);
  return [
    startCheck(observed),
    check(
      'the validation passed',
      execution?.status === 'SUCCEEDED' && evidence?.verdict === 'PASSED',
      execution?.cause ?? evidence?.verdict ?? 'no verdict',
    ),
    dataCheck(evidence),
    recorded === undefined ? check('evidence recorded', false, 'nothing was started') : evidenceCheck(recorded),
    check(
      'notified of the result, once',
      results.length === 1,
      results.map(({ subject }) => subject).join(', ') || 'no mail about the result',
    ),
    check(
      'nothing is left',
      left.length === 0,
      left.length === 0 ? 'no restored cluster and no instance of one in the standby region' : left.join(', '),
    ),
    check(
      'users noticed nothing',
      unserved.total > 0 && unserved.failed === 0,
      `${unserved.failed} of ${unserved.total} requests failed meanwhile`,
    ),
    check(`orchestration cost less than $${PRICE_LIMIT_USD}`, usd > 0 && usd < PRICE_LIMIT_USD, `$${usd.toFixed(4)}`),
  ];
}

function startCheck(observed: ValidationObservations): ReportCheck {
  const { world, estate, dueMs, startedAtMs } = observed;
  const name = 'the schedule started it, once and on time';
  if (startedAtMs === undefined) return check(name, false, 'nothing was started');
  const { heldUpMs, latestMs } = startLimit(world.faults, estate.standbyRegion, dueMs);
  const heldUp = heldUpMs === 0 ? '' : `; nothing could be started in the first ${Math.round(heldUpMs / 1000)} s`;
  return check(
    name,
    startedAtMs <= latestMs && executions(observed) === 1,
    `${executions(observed)} started, ${Math.round((startedAtMs - dueMs) / 1000)} s after it was due${heldUp}`,
  );
}

function dataCheck(evidence: ValidationEvidence | undefined): ReportCheck {
  const name = 'every check of the data passed';
  if (evidence === undefined) return { name, passed: null, detail: 'no record says what was checked' };
  const passed = evidence.checks.filter((each) => each.passed).length;
  return check(
    name,
    evidence.checks.length > 0 && passed === evidence.checks.length,
    `${passed} of ${evidence.checks.length}`,
  );
}

function executions({ world, estate }: ValidationObservations): number {
  return world.region(estate.standbyRegion).states.executions(estate.RestoreValidationArn).length;
}

function messagesSince({ messages, dueMs }: ValidationObservations) {
  return messages.filter(({ at }) => Date.parse(at) >= dueMs);
}

function failedRequests({ clients, startedAtMs, execution }: ValidationObservations) {
  const during = clients.requests.filter(
    ({ startedAtMs: atMs }) => atMs >= (startedAtMs ?? Infinity) && atMs <= (execution?.endedAtMs ?? 0),
  );
  return { total: during.length, failed: during.filter(({ servedBy }) => servedBy === undefined).length };
}

function check(name: string, passed: boolean, detail: string): ReportCheck {
  return { name, passed, detail };
}
