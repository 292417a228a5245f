import { createHash } from 'node:crypto';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Surroundings } from '../shared/create-handler';
import type { Database } from '../shared/data-api';
import { InvalidRequestError, InvariantViolationError, TransientDependencyError } from '../shared/errors';
import type { Probes } from './aws';
import type { Check, Environment, Input, Output } from './contract';
import { type RanCheck, runCheck } from './run-check';

type FailoverInput = Exclude<Input, { suite: 'data' }>;

/** How long the proof stays in the table: far longer than any failover lasts. */
const PROOF_KEPT_SECONDS = 7 * 86_400;

/** Runs the checks of a failover's suite side by side; that of the standby leaves a proof. */
export async function proveRegion(
  probes: Probes,
  input: FailoverInput,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, metrics, region, now } = surroundings;
  const checks = environment.CHECKS.filter((check) => check.suite === input.suite);
  const database = databaseFor(checks, input);
  const startedMs = now();
  const run = {
    probes,
    database,
    attemptTimeoutMs: environment.CHECK_TIMEOUT_SECONDS * 1000,
    deadlineMs: startedMs + environment.DEADLINE_SECONDS * 1000,
    now,
  };
  const ran = await Promise.all(checks.map((check) => runCheck(check, run)));
  const results = ran.map(({ result }) => result);
  refuseToJudge(ran);
  const output: Output = {
    passed: results.every((result) => result.passed),
    suite: input.suite,
    region,
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(now()).toISOString(),
    checks: results,
    cursor: null,
  };
  metrics.addMetric('SmokeTestPassed', MetricUnit.Count, output.passed ? 1 : 0);
  if (input.suite === 'standby') await writeProof(probes, input, output, checks, surroundings);
  return output;
}

/**
 * Name servers that fail say nothing of a region: where no check failed for another reason, the question is still open.
 * @throws TransientDependencyError with what the resolver answered
 */
function refuseToJudge(ran: readonly RanCheck[]): void {
  const failures = ran.flatMap(({ result, judgement }) =>
    judgement.kind === 'failed' ? [{ told: `${result.name}: ${result.detail}`, because: judgement.because }] : [],
  );
  if (failures.length === 0 || !failures.every(({ because }) => because === 'unresolved')) return;
  const told = failures.map((failure) => failure.told).join('; ');
  throw new TransientDependencyError(`the resolver does not answer, so nothing was tested: ${told}`);
}

function databaseFor(checks: readonly Check[], input: FailoverInput): Database | undefined {
  // A suite without checks would prove a standby that nobody has looked at. A workload may have no frontend, though.
  if (checks.length === 0 && input.suite !== 'frontend') {
    throw new InvariantViolationError(`CHECKS has none of the suite '${input.suite}': add one to the configuration`);
  }
  const { clusterArn, secretArn } = input;
  if (clusterArn && secretArn) return { clusterArn, secretArn };
  if (!checks.some((check) => check.kind === 'sql')) return undefined;
  throw new InvalidRequestError('clusterArn, secretArn: write both, since the suite has SQL checks');
}

/** What updateRoute53 asks for before it moves traffic. A failure overwrites an earlier success. */
async function writeProof(
  probes: Probes,
  input: FailoverInput,
  output: Output,
  checks: readonly Check[],
  { environment }: Surroundings<Environment>,
): Promise<void> {
  await probes.writeProof(environment.LOCK_TABLE_NAME, {
    executionArn: input.executionArn,
    suite: output.suite,
    region: output.region,
    passed: output.passed,
    finishedAt: output.finishedAt,
    digest: createHash('sha256').update(JSON.stringify(checks)).digest('hex'),
    expiresAt: Math.floor(Date.parse(output.finishedAt) / 1000) + PROOF_KEPT_SECONDS,
  });
}
