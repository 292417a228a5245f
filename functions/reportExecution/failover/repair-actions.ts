import { counted } from '../../shared/words';
import type { Build } from './action';
import type { RepairName, TrafficName } from './action-names';
import { awsCommand, invokeFunction } from './commands';
import { deniedPermission } from './failure';
import { quotaOf } from './quotas';

/** Each repairs or removes something. */
export const REPAIRS: Readonly<Record<RepairName, Build>> = {
  raiseQuota: (facts) => {
    const quota = quotaOf(facts.failure?.cause ?? '');
    const words = ['--service-code', 'rds', '--quota-code', quota.code, '--desired-value', String(quota.desired)];
    return {
      sentence: `Raise the quota "${quota.name}" to ${quota.desired}, or remove what is not needed`,
      command: awsCommand(facts, 'service-quotas request-service-quota-increase', ...words),
    };
  },

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

  grantPermission: (facts) => {
    const permission = deniedPermission(facts.failure?.cause ?? '');
    return {
      sentence: `Grant ${permission ?? 'the permission that the cause names'}: deploy ${facts.environment.RECOVERY_STACK_NAME} again, from a checkout of what was deployed last`,
      command: `npx cdk deploy ${facts.environment.RECOVERY_STACK_NAME}`,
    };
  },

  removeUnused: (facts) => {
    const { failoverId, database } = facts.record;
    if (facts.leftovers.length === 0 || failoverId === null || database === null) return undefined;
    return {
      sentence: `Remove what was tried and not used (${counted(facts.leftovers.length, 'cluster')}); repeat it until the answer says "gone"`,
      command: invokeFunction(facts, facts.environment.REMOVE_CLUSTER_NAME, {
        action: 'remove',
        failoverId,
        keepClusterIdentifier: database.clusterIdentifier,
      }),
    };
  },
};

/** Each moves users or data between regions, or ends a failover. A person decides that, never the workflow. */
export const TRAFFIC: Readonly<Record<TrafficName, Build>> = {
  moveBack: (facts) => ({
    sentence: 'To move traffic back to the primary region',
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

  endFailover: (facts) => ({
    sentence: 'Or end it, once what it built is removed',
    command: awsCommand(
      facts,
      'dynamodb delete-item',
      '--table-name',
      facts.environment.LOCK_TABLE_NAME,
      '--key',
      JSON.stringify({ pk: { S: 'failover' } }),
    ),
  }),
};
