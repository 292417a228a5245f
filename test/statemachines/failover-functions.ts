import { TaskFailedError } from '../../simulator/asl/errors';
import type { Scheduler } from '../../simulator/kernel/scheduler';

const RECOVERY_POINT = 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-1';
const STALE = { reason: 'stale', text: 'It is older than the objective.' };
const CLUSTER_ARN = 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-20261122-030000-abc123';

/** What a function of the failover answers: to its payload, and to its first, second, … call. */
export type Answer = (payload: never, call: number) => unknown;

/** A Lambda function's error as Step Functions sees it. */
export function functionError(name: string, message: string): TaskFailedError {
  return new TaskFailedError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: ['at x'] }));
}

/** @param ask why a person is asked; what a function would say where nothing was accepted */
export function recovery(ageSeconds: number, ask: object | null = ageSeconds <= 3600 ? null : STALE) {
  const freshness = ageSeconds <= 3600 ? 'fresh' : 'stale';
  const chosen = {
    recoveryPointArn: RECOVERY_POINT,
    createdAt: new Date(Date.parse('2026-11-22T03:00:00Z') - ageSeconds * 1000).toISOString(),
    ageSeconds,
    sizeBytes: 1,
    encryptionKeyArn: null,
  };
  return {
    chosen,
    freshness,
    objectiveSeconds: 3600,
    chosenBecause: 'newest',
    newer: null,
    ask,
    runnersUp: [],
    skipped: [],
    skippedCount: 0,
  };
}

export function database(phase: string, overrides: object = {}) {
  return {
    phase,
    detail: phase,
    recoveryPointArn: RECOVERY_POINT,
    recoveryPointCreatedAt: recovery(1800).chosen.createdAt,
    clusterIdentifier: 'pilot-light-20261122-030000-abc123',
    clusterArn: CLUSTER_ARN,
    secretArn: 'arn:aws:secretsmanager:us-west-2:111111111111:secret:pilot-light/application-AbCdEf',
    masterSecretArn: 'arn:aws:secretsmanager:us-west-2:111111111111:secret:pilot-light/database-AbCdEf',
    actions: [],
    waitFor:
      phase === 'ready' ? null : { target: 'cluster', clusterIdentifier: 'c', until: 'available', since: 'then' },
    nextPollSeconds: phase === 'ready' ? 0 : 5,
    abandoned: [],
    progress: { rejected: [], refusedSince: null },
    ...overrides,
  };
}

export const REPLICA_ARN = 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-replica';

/** What a look at the replica finds. */
export function replica(lagSeconds: number | null, overrides: object = {}) {
  const detail = lagSeconds === null ? 'the replication lag is not known' : `the replica was ${lagSeconds} s behind`;
  return {
    ...recovery(lagSeconds ?? 0),
    chosen: {
      recoveryPointArn: REPLICA_ARN,
      createdAt: lagSeconds === null ? null : recovery(lagSeconds).chosen.createdAt,
      ageSeconds: lagSeconds,
      sizeBytes: null,
      encryptionKeyArn: null,
    },
    freshness: lagSeconds === null ? 'unknown' : recovery(lagSeconds).freshness,
    ask: lagSeconds === null ? { reason: 'age-unknown', text: 'The lag is not known.' } : recovery(lagSeconds).ask,
    chosenBecause: 'replicated',
    replication: { lagMilliseconds: lagSeconds === null ? null : lagSeconds * 1000, measuredAt: null, detail },
    ...overrides,
  };
}

export function smoke(suite: string, passed: boolean) {
  const at = '2026-11-22T03:45:00.000Z';
  const checks = [
    {
      suite,
      name: `${suite} check`,
      kind: 'http',
      passed,
      attempts: 1,
      durationMs: 5,
      detail: 'status 500',
      mayPass: false,
    },
  ];
  return { passed, suite, region: 'us-west-2', startedAt: at, finishedAt: at, checks };
}

/** Everything works: the restore takes 40 minutes in all, the stack 15, the switch 90 seconds. */
export function allWell(scheduler: Scheduler): Readonly<Record<string, Answer>> {
  const startMs = scheduler.now();
  const minutes = () => (scheduler.now() - startMs) / 60_000;
  let switchedMs = 0;
  const stack = (phase: string, target: string | null) => ({
    phase,
    stackName: 'PilotLightActivation',
    detail: phase,
    waitFor: target === null ? null : { target, stackName: 'PilotLightActivation', since: 'then' },
    nextPollSeconds: 5,
  });
  return {
    FindLatestRecoveryPointArn: () => recovery(1800),
    RestoreAuroraArn: ({ candidates }: { candidates: readonly [{ createdAt: string }] }) =>
      database(minutes() < 40 ? 'restoring' : 'ready', { recoveryPointCreatedAt: candidates[0].createdAt }),
    FailoverGlobalClusterArn: ({ action, dataOf }: { action: string; dataOf: string | null }, call: number) =>
      action === 'look'
        ? replica(2)
        : database(minutes() < 4 ? 'preparing' : 'ready', {
            recoveryPointArn: REPLICA_ARN,
            recoveryPointCreatedAt: dataOf,
            clusterIdentifier: 'pilot-light-replica',
            clusterArn: REPLICA_ARN,
            // First there is something to do at once, then something to wait for.
            waitFor:
              call === 2 || minutes() >= 4
                ? null
                : { target: 'replica', clusterIdentifier: 'r', until: 'available', since: 'then' },
          }),
    DeployRegionStackArn: ({ action }: { action: string }, call: number) => {
      if (action === 'remove') return call > 4 ? stack('gone', null) : stack('working', 'stackGone');
      return minutes() < 15 ? stack('working', call === 1 ? null : 'stack') : stack('ready', null);
    },
    RemoveClusterArn: (_, call: number) => ({
      phase: call > 2 ? 'gone' : 'working',
      detail: 'deleting',
      remaining: [],
      waitFor: null,
      nextPollSeconds: 15,
    }),
    WaitForAvailableArn: ({ waitFor }: { waitFor: { target: string } }) => {
      const arrived: Readonly<Record<string, boolean>> = {
        cluster: minutes() >= 40,
        replica: minutes() >= 4,
        stack: minutes() >= 15,
        stackGone: true,
        traffic: scheduler.now() - switchedMs >= 90_000,
      };
      const state = arrived[waitFor.target] === true ? 'ready' : 'waiting';
      // Seldom, where it takes long: each poll is a round of the machine.
      const nextPollSeconds = waitFor.target === 'traffic' ? 10 : 60;
      return {
        state,
        nextPollSeconds: state === 'ready' ? 0 : nextPollSeconds,
        detail: state,
        waitedSeconds: 1,
        progress: null,
      };
    },
    SmokeTestArn: ({ suite }: { suite: string }) => smoke(suite, true),
    UpdateRoute53Arn: () => {
      switchedMs = scheduler.now();
      return { state: 'switched', serves: 'standby', changeId: null, nextPollSeconds: 0, detail: 'switched' };
    },
  };
}
