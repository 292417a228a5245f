import { at, CLUSTER, COMPLETE, DRILL, DRILL_COMPLETE } from '../cases';
import { drills, STALE, NEWER, REPLICA, primary, type Story } from './story';

/** How an execution can pass. */
export const SUCCESSES: Readonly<Record<string, Story>> = {
  passed: { record: COMPLETE, moment: (reports) => (reports.clusterNames = [CLUSTER]) },
  'passed with old data, after trouble': {
    record: {
      ...COMPLETE,
      recovery: { ...STALE, newer: NEWER },
      acceptance: 'approved by Ada',
      database: {
        ...COMPLETE.database,
        recoveryPointArn: STALE.chosen.recoveryPointArn,
        recoveryPointCreatedAt: STALE.chosen.createdAt,
        abandoned: ['pilot-light-20261122-030000-ffffff'],
        progress: { rejected: [{ recoveryPointArn: 'arn:x', reason: 'it is gone' }] },
      },
      stack: {
        stackName: 'PilotLightActivation',
        cache: {
          state: 'failed',
          detail:
            'the stack PilotLightCache was ROLLBACK_COMPLETE and is being deleted: Cache CREATE_FAILED: Resource handler ' +
            'returned message: "The request has failed due to a temporary failure of the server. (Service: ElastiCache, ' +
            'Status Code: 503, Request ID: 1)" (RequestToken: 2, HandlerErrorCode: ServiceInternalError)',
          command:
            'aws lambda invoke --region us-west-2 --function-name pilot-light-deployRegionStack --cli-binary-format raw-in-base64-out --payload \'{"action":"cache"}\' /dev/stdout',
        },
      },
      interruptions: [
        {
          step: 'RestoreAurora',
          since: at('03:06:00'),
          lastAt: at('03:11:00'),
          Error: 'TransientDependencyError',
          Cause: 'RDS DescribeDBClusters answers InternalFailure (An internal error occurred.)',
        },
      ],
      readiness: {
        state: 'degraded',
        checkedAt: at('02:20:00'),
        ageMinutes: 40,
        problems: [{ name: 'recovery-point', state: 'degraded', detail: 'older than the objective', fix: null }],
      },
    },
    moment: (reports) => (reports.clusterNames = [CLUSTER, 'pilot-light-20261122-030000-ffffff']),
  },
  'passed with a global database': { record: { ...COMPLETE, recovery: REPLICA } },
  'drill passed': { record: DRILL_COMPLETE, input: DRILL, moment: primary },
  'drill passed, as those before it': { record: DRILL_COMPLETE, input: DRILL, moment: drills(48, 46, 47, 49) },
  'drill passed, and its history cannot be read': {
    record: DRILL_COMPLETE,
    input: DRILL,
    moment(reports) {
      primary(reports);
      reports.broken.add('newestKeys');
    },
  },
  'drill passed, and the next will pass the objective': {
    record: { ...DRILL_COMPLETE, verifiedAt: at('06:50:00') },
    input: DRILL,
    now: at('07:00:00'),
    moment: drills(110, 150, 190),
  },
};
