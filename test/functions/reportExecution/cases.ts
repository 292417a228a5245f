import { FailoverRecord } from '../../../functions/reportExecution/failover/record';
import { budgetsOf } from '../../../functions/reportExecution/failover/budgets';
import type { Reports } from '../../../functions/reportExecution/aws';
import type { CacheFact } from '../../../functions/shared/cache-facts';
import { awsError, EXECUTION, setEnvironment } from '../lambda-context';

export const ENVIRONMENT = {
  WORKLOAD_NAME: 'pilot-light',
  RTO_MINUTES: '240',
  RPO_MINUTES: '60',
  DEADLINE_HOURS: '12',
  APPROVAL_TIMEOUT_MINUTES: '60',
  VALIDATION_RESTORE_BUDGET_MINUTES: '240',
  VALIDATION_CHECK_BUDGET_MINUTES: '60',
  VALIDATION_CLEAN_UP_BUDGET_MINUTES: '60',
  EVIDENCE_BUCKET_NAME: 'pilot-light-evidence-111111111111-us-west-2',
  LOCK_TABLE_NAME: 'pilot-light-lock',
  TOPIC_ARN: 'arn:aws:sns:us-west-2:111111111111:pilot-light-notifications',
  FUNCTION_NAME: 'pilot-light-reportExecution',
  UPDATE_ROUTE53_NAME: 'pilot-light-updateRoute53',
  END_FAILOVER_NAME: 'pilot-light-endFailover',
  REMOVE_CLUSTER_NAME: 'pilot-light-removeCluster',
  ACTIVATION_STACK_NAME: 'PilotLightActivation',
  RECOVERY_STACK_NAME: 'PilotLightRecovery',
  DRILL_PARAMETER: '/pilot-light/drill/schedule',
  STANDBY: 'pilot-light',
  PUBLIC_NAME: 'app.example.com',
  STANDBY_TARGET: 'api-standby.example.com',
  CHECK_URL: 'https://app.example.com/health',
  SWITCH_ALARM_NAME: 'pilot-light-standby-serves',
  STANDBY_VAULT_NAME: 'pilot-light-standby',
  STANDBY_KEY_ALIAS: 'alias/pilot-light-standby',
  GLOBAL_CLUSTER_IDENTIFIER: 'pilot-light-global',
  PRIMARY_CLUSTER_ARN: 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary',
  PRIMARY_VAULT_NAME: 'pilot-light-primary',
  RESTORE_TO_POINT_IN_TIME_NAME: 'pilot-light-restoreToPointInTime',
  REGIONAL_FAILOVER_ARN: 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-regional-failover',
} as const;

export function setReportEnvironment(overrides: Readonly<Record<string, string>> = {}): void {
  for (const name of ['CACHE_STACK_NAME', 'CACHE_NAME']) delete process.env[name];
  setEnvironment({ ...ENVIRONMENT, ...overrides });
}

/** When the execution began, and when it is reported: 46 minutes and 51 seconds later. */
export const START = '2026-11-22T03:00:00.000Z';
export const END = Date.parse('2026-11-22T03:46:51.000Z');
export const at = (time: string) => `2026-11-22T${time}.000Z`;

export const REQUEST = { mode: 'failover', reason: 'us-east-1 is down', requestedBy: 'ops' } as const;
export const DRILL = { mode: 'drill', reason: 'monthly drill', requestedBy: 'ops' } as const;
export const FAILOVER_ID = '20261122-030000';
export const CLUSTER = `pilot-light-${FAILOVER_ID}-abc123`;
const MACHINE = 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-regional-failover';

export function executionOf(input: unknown = REQUEST) {
  return { id: EXECUTION, name: 'now', startTime: START, input, stateMachineArn: MACHINE };
}

export function point(name: string, createdAt: string, ageSeconds: number) {
  return {
    recoveryPointArn: `arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:${name}`,
    createdAt,
    ageSeconds,
    sizeBytes: 1,
    encryptionKeyArn: null,
  };
}

export const CHOSEN = point('0200', at('02:14:00'), 2760);
export const RUNNER_UP = point('0100', at('01:14:00'), 6360);

export const RECOVERY = {
  chosen: CHOSEN,
  freshness: 'fresh',
  objectiveSeconds: 3600,
  chosenBecause: 'newest',
  runnersUp: [RUNNER_UP],
  skipped: [],
  skippedCount: 0,
};

export const DATABASE = {
  phase: 'ready',
  clusterIdentifier: CLUSTER,
  clusterArn: `arn:aws:rds:us-west-2:111111111111:cluster:${CLUSTER}`,
  secretArn: 'arn:aws:secretsmanager:us-west-2:111111111111:secret:rds!cluster-abc',
  recoveryPointArn: CHOSEN.recoveryPointArn,
  recoveryPointCreatedAt: CHOSEN.createdAt,
  abandoned: [],
  progress: { rejected: [], refusedSince: null },
};

/** The variables of a failover that did all that it was asked for. */
export const COMPLETE = {
  request: {
    ...REQUEST,
    recoveryPointArn: null,
    notAfter: null,
    acceptRecoveryPointAgeMinutes: null,
    requireApproval: false,
  },
  budgets: budgetsOf(240),
  readiness: { state: 'ready', checkedAt: at('02:20:00'), ageMinutes: 40, problems: [] },
  lock: {},
  serves: 'primary',
  isLocked: true,
  isContinued: false,
  failoverId: FAILOVER_ID,
  recovery: RECOVERY,
  acceptance: null,
  approval: null,
  database: DATABASE,
  restoreProgress: null,
  stack: { phase: 'ready', stackName: 'PilotLightActivation' },
  switch: { state: 'switched', detail: 'traffic goes to the standby' },
  trafficPoll: { state: 'ready', detail: 'resolves to the standby' },
  checks: [{ suite: 'standby', name: 'standby answers', passed: true, durationMs: 120, detail: 'status 200' }],
  verifiedAt: at('03:46:50'),
  clusterRemoval: null,
  stackRemoval: null,
  steps: [
    { name: 'FindLatestRecoveryPoint', startedAt: at('03:00:02'), endedAt: at('03:00:04') },
    { name: 'RestoreAurora', startedAt: at('03:00:05'), endedAt: at('03:44:00') },
  ],
  caught: null,
  interruptions: [],
  notifiedAt: null,
} satisfies Partial<Record<keyof FailoverRecord, unknown>>;

export const DRILL_COMPLETE = { ...COMPLETE, request: { ...COMPLETE.request, ...DRILL } };

export function caught(step: string, Error: string, Cause: string) {
  return { Error, Cause, step, startedAt: at('03:06:00'), began: null, at: at('03:46:00') };
}

/** As a state machine keeps what has held a step up. */
export function heldUp(step: string, Error: string, Cause: string) {
  return { step, since: at('03:06:00'), lastAt: at('03:46:00'), Error, Cause };
}

/** As Step Functions hands over what a function has thrown. */
export function thrown(step: string, Error: string, message: string) {
  const trace = [
    `${Error}: ${message}`,
    '    at run (/var/task/index.js:1:2345)',
    '    at async Runtime.handler (file:///var/runtime/index.mjs:1:2)',
  ];
  return caught(step, Error, JSON.stringify({ errorType: Error, errorMessage: message, trace }));
}

/** What exists, and what was done; each can be replaced. */
export class FakeReports implements Reports {
  objectText: string | undefined;
  /** By key, the newest first: what earlier executions have recorded. */
  readonly evidence = new Map<string, string>();
  readonly items = new Map<string, Readonly<Record<string, string>>>();
  clusterNames: readonly string[] = [];
  hasStack = false;
  lostCache: CacheFact | undefined;
  readonly published: { subject: string; message: string }[] = [];
  readonly answers: { token: string; output: unknown }[] = [];
  /** Operations that fail. */
  readonly broken = new Set<keyof Reports>();
  /** Tokens with which somebody waits. */
  readonly waiting = new Set<string>();

  async object(_: string, key: string) {
    this.#check('object');
    return this.evidence.get(key) ?? this.objectText;
  }

  async newestKeys() {
    this.#check('newestKeys');
    return [...this.evidence.keys()];
  }

  async item(_: string, key: string) {
    this.#check('item');
    return this.items.get(key);
  }

  /** When drills were turned on. */
  turnedOn: Date | undefined;

  async parameterWrittenAt() {
    this.#check('parameterWrittenAt');
    return this.turnedOn;
  }

  async updateLock(_: string, { set, remove, where }: Parameters<Reports['updateLock']>[1]) {
    this.#check('updateLock');
    const item = this.items.get('failover') ?? {};
    if (Object.entries(where).some(([name, value]) => item[name] !== value)) return false;
    const kept = Object.entries({ ...item, ...set }).filter(([name]) => !remove.includes(name));
    this.items.set('failover', Object.fromEntries(kept));
    return true;
  }

  async clusters() {
    this.#check('clusters');
    return this.clusterNames;
  }

  async stackExists() {
    this.#check('stackExists');
    return this.hasStack;
  }

  async cache() {
    this.#check('cache');
    return this.lostCache;
  }

  async publish(_: string, subject: string, message: string) {
    this.#check('publish');
    this.published.push({ subject, message });
  }

  async readTopic() {
    this.#check('readTopic');
  }

  async sendTaskSuccess(token: string, output: unknown) {
    this.#check('sendTaskSuccess');
    if (!this.waiting.delete(token)) return false;
    this.answers.push({ token, output });
    return true;
  }

  #check(operation: keyof Reports): void {
    if (this.broken.has(operation)) throw awsError('ThrottlingException', 'Rate exceeded');
  }
}
