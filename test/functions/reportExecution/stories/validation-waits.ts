import { END, thrown } from '../cases';
import type { Story } from './story';
import { CLUSTER, minutes, NOTHING_YET, PROVEN, RECOVERY, RESTORED, story } from './validation';

/** What a validation waits for while it runs. */
export const VALIDATION_WAITS: Readonly<Record<string, Story>> = {
  'validation late with the restore': story(
    {
      ...NOTHING_YET,
      recovery: RECOVERY,
      restored: { ...RESTORED, phase: 'restoring' },
      caught: {
        Error: 'StepIsLate',
        Cause: 'the cluster is creating: 71 %',
        step: 'RestoreAurora',
        startedAt: minutes(0.2),
      },
    },
    { now: minutes(241) },
  ),
  'validation held up by throttling': story(
    {
      ...NOTHING_YET,
      caught: {
        ...thrown(
          'WaitForAvailable',
          'TransientDependencyError',
          'RDS DescribeDBClusters answers ThrottlingException (Rate exceeded)',
        ),
        since: minutes(6),
      },
      recovery: RECOVERY,
      restored: { ...RESTORED, phase: 'restoring' },
      interruptions: [
        {
          step: 'WaitForAvailable',
          since: minutes(6),
          lastAt: minutes(46),
          Error: 'TransientDependencyError',
          Cause: 'RDS DescribeDBClusters answers InternalFailure (An internal error occurred.)',
        },
      ],
    },
    { now: new Date(END).toISOString() },
  ),
  'validation late with the removal': story(
    {
      ...PROVEN,
      removal: { phase: 'working', detail: `deleting ${CLUSTER}`, remaining: [CLUSTER], refused: [] },
      caught: { Error: 'StepIsLate', Cause: `deleting ${CLUSTER}`, step: 'CleanUp', startedAt: minutes(40) },
    },
    { now: minutes(101) },
  ),
};
