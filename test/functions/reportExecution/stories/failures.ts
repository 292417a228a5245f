import { at, caught, heldUp, CLUSTER, COMPLETE, DRILL, DRILL_COMPLETE, thrown } from '../cases';
import { drills, UNSAFE, EARLY, BUILT, primary, built, check, type Story } from './story';

/** How one can end on its way. */
export const FAILURES: Readonly<Record<string, Story>> = {
  'a quota is used up': {
    record: {
      ...EARLY,
      caught: thrown(
        'RestoreAurora',
        UNSAFE,
        'quota-exceeded: DBClusterQuotaExceededFault: You already have 40 clusters',
      ),
    },
    moment: primary,
  },
  'the key cannot be used': {
    record: {
      ...EARLY,
      caught: thrown('RestoreAurora', UNSAFE, 'key-not-accessible: KMSKeyNotAccessibleFault: the key is disabled'),
    },
    moment: primary,
  },
  'the next recovery point is too old': {
    record: {
      ...EARLY,
      caught: thrown(
        'RestoreAurora',
        UNSAFE,
        'fallback-needs-acceptance: 1 recovery point could not be restored; the next is 106 minutes old',
      ),
    },
    moment: primary,
  },
  'a permission is missing': {
    record: {
      ...EARLY,
      caught: thrown(
        'RestoreAurora',
        'InvariantViolationError',
        "the function's role lacks a permission: User: arn:aws:sts::111111111111:assumed-role/r/f is not authorized to perform: rds:RestoreDBClusterFromSnapshot on resource: arn:aws:rds:us-west-2:111111111111:cluster:x because no identity-based policy allows the action",
      ),
    },
    moment: primary,
  },
  'the restored cluster has failed': {
    record: {
      ...BUILT,
      database: null,
      caught: thrown('RestoreAurora', UNSAFE, 'restored-cluster-failed: the cluster is incompatible-parameters'),
    },
    moment: built,
  },
  'the secret of the database is missing': {
    record: {
      ...BUILT,
      database: null,
      caught: thrown('RestoreAurora', UNSAFE, 'no-database-secret: pilot-light/database is not in this region'),
    },
    moment: built,
  },
  'the stack has failed': {
    record: {
      ...BUILT,
      caught: caught(
        'DeployRegionStack',
        UNSAFE,
        'stack-failed: PilotLightActivation: ROLLBACK_COMPLETE: Function CREATE_FAILED: no such key',
      ),
    },
    moment: built,
  },
  'the standby does not pass': {
    record: {
      ...BUILT,
      checks: [check('standby', 'standby answers', 'status 500, {"status":"down"}')],
      caught: caught('SmokeTestStandby', UNSAFE, 'smoke-test-failed'),
    },
    moment: built,
  },
  'the frontend is missing': {
    record: {
      ...BUILT,
      checks: [check('frontend', 'replica holds index.html', 'it is not there')],
      caught: caught('VerifyFrontend', UNSAFE, 'smoke-test-failed'),
    },
    moment: built,
  },
  'the public name does not pass': {
    record: {
      ...COMPLETE,
      verifiedAt: null,
      checks: [check('public', 'public name answers', 'status 502')],
      caught: caught('SmokeTestPublic', UNSAFE, 'smoke-test-failed'),
    },
    moment: (reports) => (reports.clusterNames = [CLUSTER]),
  },
  'traffic does not move': {
    record: {
      ...COMPLETE,
      verifiedAt: null,
      trafficPoll: { state: 'deadline', detail: 'the public name still resolves to the primary' },
      caught: caught('WaitForTraffic', UNSAFE, 'traffic-did-not-move'),
    },
    moment: (reports) => (reports.clusterNames = [CLUSTER]),
  },
  'traffic was moved back': {
    record: COMPLETE,
    moment: (reports) => {
      built(reports);
      reports.items.set('traffic', {
        serves: 'primary',
        decidedBy: 'Ada',
        decidedAt: at('03:45:00'),
        reason: 'the primary is fine',
      });
    },
  },
  'the restore took too long': {
    record: {
      ...EARLY,
      caught: caught('RestoreAurora', UNSAFE, 'deadline-passed'),
      interruptions: [heldUp('RestoreAurora', 'StepIsLate', `restoring ${CLUSTER}`)],
    },
    moment: built,
  },
  'the database service failed until the deadline': {
    record: {
      ...EARLY,
      caught: caught('RestoreAurora', UNSAFE, 'deadline-passed'),
      interruptions: [
        heldUp(
          'RestoreAurora',
          'TransientDependencyError',
          'RDS DescribeDBClusters answers InternalFailure (An internal error occurred.)',
        ),
      ],
    },
    moment: built,
  },
  'a service did not answer until the deadline': {
    record: {
      ...EARLY,
      caught: caught('FindLatestRecoveryPoint', UNSAFE, 'deadline-passed'),
      interruptions: [
        heldUp(
          'FindLatestRecoveryPoint',
          'TransientDependencyError',
          JSON.stringify({
            errorType: 'TransientDependencyError',
            errorMessage: 'AWS Backup ListRecoveryPointsByBackupVault gets no answer: TimeoutError\n(within 5 seconds)',
            trace: ['x'],
          }),
        ),
      ],
    },
    moment: (reports) => reports.broken.add('item').add('clusters').add('stackExists'),
  },
  'the drill took too long': {
    record: { ...DRILL_COMPLETE, verifiedAt: at('07:30:00') },
    input: DRILL,
    now: at('07:40:00'),
    moment: drills(110, 150),
  },
  'the drill left something': {
    record: {
      ...DRILL_COMPLETE,
      cleanUpProblems: [
        {
          ...thrown(
            'RemoveCluster',
            UNSAFE,
            `not-ours: the cluster ${CLUSTER} is protected from deletion: not removing it`,
          ),
        },
      ],
      caught: caught('CleanUp', UNSAFE, 'clean-up-incomplete'),
    },
    input: DRILL,
    moment: (reports) => {
      primary(reports);
      reports.clusterNames = [CLUSTER];
    },
  },
  'our bug': {
    record: {
      ...BUILT,
      caught: caught(
        'BringUpStandby',
        'States.QueryEvaluationError',
        "The JSONata expression '$x' could not be evaluated",
      ),
    },
    moment: built,
  },
};
