import { shellCommand } from '../../shared/shell-quote';
import { LOCK_KEY, TRAFFIC_KEY } from '../../shared/names';
import { COMMON_ACTIONS } from '../common/actions';
import { awsCommand, describeExecution, readLockItem } from '../common/commands';
import type { ActionFacts, Build } from './action';
import type { InspectionName } from './action-names';

/** After trouble: what held it up may have kept a mail from being sent. */
function mayLackMail({ record }: ActionFacts): boolean {
  return record.interruptions.length > 0 || record.notifiedAt !== null;
}

/** Each reads, and changes nothing. */
export const INSPECTIONS: Readonly<Record<InspectionName, Build>> = {
  follow: COMMON_ACTIONS.follow,
  history: COMMON_ACTIONS.history,
  listRecoveryPoints: COMMON_ACTIONS.listRecoveryPoints,
  inspectKey: COMMON_ACTIONS.inspectKey,
  listSecrets: COMMON_ACTIONS.listSecrets,

  followOwner: (facts) => {
    const { owner } = facts.record.lock;
    if (owner === null) return INSPECTIONS.whoHoldsTheLock(facts);
    return { sentence: 'Follow the execution that runs', command: describeExecution(facts, owner) };
  },

  whoHoldsTheLock: (facts) => ({
    sentence: 'Check which execution holds the lock now',
    command: readLockItem(facts, LOCK_KEY),
  }),

  whoMovedTraffic: (facts) => ({
    sentence: 'Check who moved traffic, when and why',
    command: readLockItem(facts, TRAFFIC_KEY),
  }),

  readTraffic: (facts) => ({
    sentence: 'Check where traffic goes',
    command: readLockItem(facts, TRAFFIC_KEY),
  }),

  inspectClusters: (facts) => ({
    sentence: 'Check the clusters in the standby region',
    command: awsCommand(
      facts,
      'rds describe-db-clusters',
      '--query',
      'DBClusters[].[DBClusterIdentifier,Status,PercentProgress]',
      '--output',
      'text',
    ),
  }),

  inspectGlobalCluster: (facts) => ({
    sentence: 'Check the global cluster and its members',
    command: awsCommand(
      facts,
      'rds describe-global-clusters',
      '--global-cluster-identifier',
      facts.environment.GLOBAL_CLUSTER_IDENTIFIER,
    ),
  }),

  inspectStacks: (facts) => ({
    sentence: 'Check the stack of the workload',
    command: awsCommand(
      facts,
      'cloudformation describe-stacks',
      '--stack-name',
      facts.environment.ACTIVATION_STACK_NAME,
      '--query',
      'Stacks[0].StackStatus',
    ),
  }),

  stackEvents: (facts) => ({
    sentence:
      facts.failure?.reason === 'stack-failed'
        ? 'Check which resource failed, and why'
        : 'Check the events of the stack',
    command: awsCommand(
      facts,
      'cloudformation describe-stack-events',
      '--stack-name',
      facts.record.stack?.stackName ?? facts.environment.ACTIVATION_STACK_NAME,
      '--query',
      'StackEvents[].[Timestamp,LogicalResourceId,ResourceStatus,ResourceStatusReason]',
      '--output',
      'text',
    ),
  }),

  testStandby: ({ environment }) => {
    const { CHECK_URL, PUBLIC_NAME, STANDBY_TARGET } = environment;
    const to = `${PUBLIC_NAME}:443:${STANDBY_TARGET}:443`;
    return {
      sentence: 'Check what the standby answers',
      command: shellCommand('curl', '-sS', '-i', '--connect-to', to, CHECK_URL),
    };
  },

  testPublicName: ({ environment }) => ({
    sentence: 'Check what the public name answers',
    command: shellCommand('curl', '-sS', '-i', environment.CHECK_URL),
  }),

  resolvePublicName: ({ environment }) => ({
    sentence: 'Check what the public name resolves to',
    command: shellCommand('dig', '+noall', '+answer', environment.PUBLIC_NAME),
  }),

  switchAlarm: (facts) => ({
    sentence: 'Check the switch; its alarm is in ALARM while traffic goes to the standby region',
    command: awsCommand(
      facts,
      'cloudwatch describe-alarms',
      '--alarm-names',
      facts.environment.SWITCH_ALARM_NAME,
      '--query',
      'MetricAlarms[0].[StateValue,StateReason]',
    ),
  }),

  watch: (facts) => ({
    sentence: `Watch the standby; while it serves, the alarms of the switch and of the age of recovery points are on, and no other should be${mayLackMail(facts) ? `, but for ${facts.environment.WORKLOAD_NAME}-notification-failed where a mail could not be sent` : ''}`,
    command: awsCommand(
      facts,
      'cloudwatch describe-alarms',
      '--state-value',
      'ALARM',
      '--query',
      'MetricAlarms[].[AlarmName,StateReason]',
      '--output',
      'text',
    ),
  }),
};
