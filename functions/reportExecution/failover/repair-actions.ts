import { counted } from '../../shared/words';
import { COMMON_ACTIONS } from '../common/actions';
import { awsCommand, invokeFunction } from '../common/commands';
import type { Build } from './action';
import type { RepairName, TrafficName } from './action-names';

/** Each repairs or removes something. */
export const REPAIRS: Readonly<Record<RepairName, Build>> = {
  makeCache: ({ record }) => {
    const cache = record.stack?.cache;
    if (cache?.command == null || cache.state === 'ready') return undefined;
    return { sentence: 'Check the cache, and make it if it is not there', command: cache.command };
  },

  raiseQuota: COMMON_ACTIONS.raiseQuota,

  publishActivation: () => ({
    sentence: 'Publish the template again, from a checkout of what was deployed last',
    command: 'npx cdk synth --quiet && node cli/pilotlight.js publish-activation',
  }),

  repairStack: (facts) => ({
    sentence: 'Repair the stack',
    command: awsCommand(
      facts,
      'cloudformation continue-update-rollback',
      '--stack-name',
      facts.environment.ACTIVATION_STACK_NAME,
    ),
  }),

  grantPermission: COMMON_ACTIONS.grantPermission,

  removeUnused: (facts) => {
    const { failoverId, database } = facts.record;
    const unused = (facts.clusters ?? []).filter((name) => name !== database?.clusterIdentifier);
    if (unused.length === 0 || failoverId === null || database === null) return undefined;
    return {
      sentence: `Remove what was tried and not used (${counted(unused.length, 'cluster')}); repeat it until the answer says gone`,
      command: invokeFunction(facts, facts.environment.REMOVE_CLUSTER_NAME, {
        action: 'remove',
        failoverId,
        keepClusterIdentifier: database.clusterIdentifier,
      }),
    };
  },

  removeFailed: (facts) => {
    const { failoverId, database, request, restoreProgress } = facts.record;
    // What was made and given up, where nobody can read whether it is there: it has the names of the next attempt.
    const count = facts.clusters?.length ?? restoreProgress?.rejected.length ?? 0;
    // A drill removes what it has made.
    if (count === 0 || failoverId === null || database !== null || request?.mode === 'drill') return undefined;
    const what = facts.clusters === undefined ? 'if RDS has it still' : counted(count, 'cluster');
    return {
      sentence: `Remove what could not be restored (${what}), so that its recovery point is tried once more; repeat it until the answer says gone`,
      command: invokeFunction(facts, facts.environment.REMOVE_CLUSTER_NAME, { action: 'remove', failoverId }),
    };
  },
};

/** Each moves users or data between regions, or ends a failover. A person decides that, never the workflow. */
export const TRAFFIC: Readonly<Record<TrafficName, Build>> = {
  moveBack: (facts) => ({
    sentence:
      'To move traffic back to the primary region. It is refused where that does not answer; "force":true in the payload insists',
    command: invokeFunction(facts, facts.environment.UPDATE_ROUTE53_NAME, {
      action: 'moveBack',
      requestedBy: 'YOUR NAME',
      reason: 'WHY',
    }),
  }),

  switchDatabaseBack: (facts) =>
    facts.record.recovery?.replication == null
      ? undefined
      : {
          sentence:
            'The primary takes no writes any more. Before traffic can go back, the database has to, once describe-global-clusters shows the old primary as connected',
          command: awsCommand(
            facts,
            'rds switchover-global-cluster',
            '--global-cluster-identifier',
            facts.environment.GLOBAL_CLUSTER_IDENTIFIER,
            '--target-db-cluster-identifier',
            facts.environment.PRIMARY_CLUSTER_ARN,
          ),
        },

  /** Of the failover that is unfinished: another one's, or this one that failed. */
  endFailover: (facts) => {
    const { lock, failoverId: own, isLocked } = facts.record;
    const failoverId = isLocked ? own : lock.failoverId;
    if (failoverId === null) return undefined;
    return {
      sentence: `If nobody is going to finish the failover ${failoverId}, end it by its name; what it built stays`,
      command: invokeFunction(facts, facts.environment.END_FAILOVER_NAME, {
        action: 'end',
        failoverId,
        requestedBy: 'YOUR NAME',
        reason: 'WHY',
      }),
    };
  },
};
