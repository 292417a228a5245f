import type { QuotaFact } from '../facts';
import { degraded, type Finding, notReady, type Policy, type ReadinessCheck, ready, unchecked } from '../finding';

/** A failover makes one cluster with one writer; the second is for another recovery point, or a validation beside it. */
const NEEDED = 2;
/** Enough for the functions of a failover themselves. */
const FEWEST_EXECUTIONS = 10;

export const clusterQuota = quotaCheck('quota-db-clusters', judgeRoom);
export const instanceQuota = quotaCheck('quota-db-instances', judgeRoom);
export const concurrencyQuota = quotaCheck('quota-lambda-concurrency', (limit, _used, quota, policy) => {
  const detail = `${quota.name}: ${limit}; the workload and a failover need ${policy.CONCURRENT_EXECUTIONS}`;
  if (limit >= policy.CONCURRENT_EXECUTIONS) return ready(detail);
  const fix = askFor(quota, policy.CONCURRENT_EXECUTIONS, policy);
  return limit < FEWEST_EXECUTIONS ? notReady(detail, fix) : degraded(detail, fix);
});

type Judge = (limit: number, used: number, quota: QuotaFact, policy: Policy) => Finding;

function quotaCheck(name: string, judge: Judge): ReadinessCheck {
  return {
    name,
    judge({ quotas }, policy) {
      const quota = quotas.find(({ check }) => check === name);
      if (quota === undefined) return unchecked('it was not read');
      const { limit, used } = quota;
      if (limit.kind === 'unread') return unchecked(limit.why);
      if (used?.kind === 'unread') return unchecked(used.why);
      return judge(limit.value, used?.value ?? 0, quota, policy);
    },
  };
}

function judgeRoom(limit: number, used: number, quota: QuotaFact, policy: Policy): Finding {
  const room = limit - used;
  const detail = `${quota.name}: ${used} of ${limit} are used; a failover needs 1, and 1 more to try again`;
  if (room >= NEEDED) return ready(detail);
  const fix = askFor(quota, used + NEEDED, policy);
  return room < 1 ? notReady(detail, fix) : degraded(detail, fix);
}

function askFor({ serviceCode, code }: QuotaFact, value: number, { region }: Policy): string {
  return `aws service-quotas request-service-quota-increase --region ${region} --service-code ${serviceCode} --quota-code ${code} --desired-value ${value}`;
}
