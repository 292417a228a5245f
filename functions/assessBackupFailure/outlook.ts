import type { Environment, Incident } from './contract';
import { decide, type Exposure } from './decide';
import type { Facts, JobFact, PrimaryFacts } from './facts';
import { policyOf } from './policy';

/** The exposure as it is to be said: with a repair that was started just now. */
export interface ExposureOutlook extends Exposure {
  readonly isRepairNew: boolean;
  readonly lateWithoutRepairMinutes: number | undefined;
}

/**
 * A repair that was started just now brings the next copy sooner, and everything that is said of it is said with the
 * repair. Its severity stays: a failure that has to be repaired is none to sleep through.
 */
export function outlookWith(
  repair: Incident['repair'],
  exposure: Exposure,
  facts: Facts,
  environment: Environment,
): ExposureOutlook {
  const asItIs: ExposureOutlook = { ...exposure, isRepairNew: false, lateWithoutRepairMinutes: undefined };
  if (repair?.state !== 'running' || facts.primary === undefined) return asItIs;
  const { jobs } = facts.primary;
  if (jobs.some(({ jobId }) => jobId === repair.jobId)) return asItIs;
  const repaired = decide(
    { ...facts, primary: { ...facts.primary, jobs: [...jobs, begun(repair, facts.primary, environment)] } },
    policyOf(environment),
  );
  return {
    ...repaired,
    severity: exposure.severity,
    reason: exposure.severity === 'warning' ? `with the repair, ${repaired.reason}` : exposure.reason,
    isRepairNew: true,
    lateWithoutRepairMinutes: lateMinutes(exposure),
  };
}

function lateMinutes({ breachesAtMs, nextCopyAtMs }: Exposure): number | undefined {
  if (breachesAtMs === undefined || nextCopyAtMs === undefined || nextCopyAtMs <= breachesAtMs) return undefined;
  return Math.ceil((nextCopyAtMs - breachesAtMs) / 60_000);
}

function begun(
  { kind, jobId, startedAt, detail }: NonNullable<Incident['repair']>,
  { newest }: PrimaryFacts,
  { STANDBY_VAULT_ARN }: Environment,
): JobFact {
  return {
    kind,
    jobId: jobId ?? '',
    state: 'CREATED',
    message: detail,
    region: '',
    createdAtMs: Date.parse(startedAt),
    completedAtMs: undefined,
    recoveryPointArn: kind === 'copy' ? newest?.arn : undefined,
    destinationVaultArn: kind === 'copy' ? STANDBY_VAULT_ARN : undefined,
    isScheduled: false,
  };
}
