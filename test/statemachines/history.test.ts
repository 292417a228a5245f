import { database, functionError } from './failover-functions';
import { DRILL, FAILOVER, run, type RunProps } from './failover-run';

const MOST_EVENTS = 20_000;
const trouble = () => functionError('TransientDependencyError', 'ThrottlingException: Rate exceeded');
const waiting = () => ({
  state: 'waiting',
  nextPollSeconds: 5,
  detail: 'still waiting',
  waitedSeconds: 1,
  progress: null,
});

/** What keeps an execution going for longest, each until its hard deadline. */
const WORST: Readonly<Record<string, RunProps>> = {
  'every function throttled, from the start of the restore to the end of the clean-up': {
    input: DRILL,
    trouble: ({ state }) =>
      ['RestoreAurora', 'DeployRegionStack', 'VerifyFrontend', 'RemoveCluster', 'RemoveStack'].includes(state)
        ? trouble()
        : undefined,
  },
  'a branch that gets on and falls back, again and again': {
    input: FAILOVER,
    functions: { RestoreAuroraArn: () => database('restoring'), WaitForAvailableArn: waiting },
    trouble: ({ state }, elapsedMs) => (state === 'PollAurora' && elapsedMs % 60_000 > 30_000 ? trouble() : undefined),
  },
  'a cluster and a stack that are checked every five seconds and never come': {
    input: FAILOVER,
    functions: {
      RestoreAuroraArn: () => database('restoring'),
      DeployRegionStackArn: () => stack('working'),
      WaitForAvailableArn: waiting,
    },
  },
  'a cluster that is ready for the check and not for the next step, every five seconds': {
    input: FAILOVER,
    functions: {
      RestoreAuroraArn: () => database('restoring'),
      WaitForAvailableArn: () => ({ ...waiting(), state: 'ready' }),
      DeployRegionStackArn: () => stack('ready'),
    },
  },
  'traffic that never moves': {
    input: FAILOVER,
    functions: {
      WaitForAvailableArn: ({ waitFor }: { waitFor: { target: string } }) => ({
        ...waiting(),
        state: waitFor.target === 'traffic' ? 'waiting' : 'ready',
      }),
      RestoreAuroraArn: () => database('ready'),
      DeployRegionStackArn: () => stack('ready'),
    },
  },
  'a clean-up that never ends': {
    input: DRILL,
    functions: {
      RestoreAuroraArn: () => database('ready'),
      RemoveClusterArn: () => ({
        phase: 'working',
        detail: 'deleting',
        remaining: ['x'],
        waitFor: null,
        nextPollSeconds: 5,
      }),
      DeployRegionStackArn: ({ action }: { action: string }) => stack(action === 'remove' ? 'working' : 'ready'),
    },
  },
};

function stack(phase: string) {
  return { phase, stackName: 'PilotLightActivation', detail: phase, waitFor: { target: 'stack' }, nextPollSeconds: 5 };
}

test.each(Object.entries(WORST))(
  '%s: the history stays far from where Step Functions ends an execution',
  async (_, props) => {
    const outcome = await run(props);
    expect(outcome.result).toMatchObject({ status: 'FAILED' });
    expect(outcome.notifications.at(-1)?.Subject).toContain('FAILED');
    expect(outcome.events).toBeLessThan(MOST_EVENTS);
  },
);
