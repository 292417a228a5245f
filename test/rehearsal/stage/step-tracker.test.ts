import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Place } from '../../../simulator/asl/environment';
import type { PlannedStep } from '../../../rehearsal/stage/plan';
import { StepTracker } from '../../../rehearsal/stage/step-tracker';
import type { TimelineEvent } from '../../../rehearsal/stage/timeline-event';

const task = (id: string, name = id): PlannedStep => ({ id, name, expected: true, branches: [] });
const PLAN: readonly PlannedStep[] = [
  task('Find'),
  {
    ...task('Prepare'),
    branches: [
      { name: 'Restore', steps: [task('Prepare[0]/Restore', 'Restore')] },
      { name: 'Deploy', steps: [task('Prepare[1]/Deploy', 'Deploy')] },
    ],
  },
  task('PollTraffic', 'WaitForTraffic'),
];
const FIRST: Place = [{ state: 'Prepare', kind: 'branch', index: 0 }];
const SECOND: Place = [{ state: 'Prepare', kind: 'branch', index: 1 }];

/** Follows an execution whose events the test tells, and keeps what a listener would be told, a line each. */
class Told {
  readonly lines: string[] = [];
  readonly #tracker = new StepTracker(PLAN, (event) => this.lines.push(lineFor(event)));
  #atMs = 0;

  at(seconds: number): this {
    this.#atMs = seconds * 1000;
    return this;
  }

  tell(event: string, state: string, place: Place = [], details: object = {}, entry?: Partial<HistoryEvent>): this {
    const progress = { event, state, place, executionArn: 'arn', atMs: this.#atMs, ...details };
    this.#tracker.follow(progress, { timestamp: new Date(0), type: 'TaskStateExited', id: 1, ...entry });
    return this;
  }

  /** The state is left with what its function answered, and what was written into variables. */
  exit(type: string, state: string, place: Place, payload?: unknown, variables: Record<string, unknown> = {}): this {
    const assigned = Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)] as const);
    return this.tell(
      `${type}StateExited`,
      state,
      place,
      {},
      {
        stateExitedEventDetails: {
          name: state,
          output: JSON.stringify({ Payload: payload }),
          assignedVariables: Object.fromEntries(assigned),
        },
      },
    );
  }
}

function lineFor(event: TimelineEvent): string {
  if (!('step' in event)) return event.kind;
  const { kind, step, ...rest } = event;
  const details = Object.entries(rest).flatMap(([name, value]) => (name === 'atMs' ? [] : [value]));
  return [kind, step.name, ...details.filter((value) => value !== undefined)].join(' ');
}

describe('steps', () => {
  test('a step that polls is told once, with what it waits for when that changes', () => {
    const told = new Told();
    told.tell('ParallelStateEntered', 'Prepare');
    told.tell('TaskStateEntered', 'Restore', FIRST);
    for (const [seconds, progress] of [
      [5, 1],
      [10, 1],
      [15, 63],
    ] as const) {
      told.at(seconds).tell('TaskStateEntered', 'PollAurora', FIRST);
      told.exit('Task', 'PollAurora', FIRST, { state: 'waiting', detail: 'the cluster is creating', progress });
      told.tell('TaskStateEntered', 'Restore', FIRST);
    }
    told.exit('Task', 'Restore', FIRST, { phase: 'ready', detail: 'ready' }).exit('Pass', 'IsReady', FIRST);
    expect(told.lines).toEqual([
      'step Prepare',
      'step Restore',
      'progress Restore the cluster is creating 1',
      'progress Restore the cluster is creating 63',
      'done Restore 15000 ready',
    ]);
  });

  test('a poll with nothing else to wait for is a step itself', () => {
    const told = new Told();
    told.tell('TaskStateEntered', 'PollTraffic');
    told.exit('Task', 'PollTraffic', [], { state: 'waiting', detail: 'leads to the primary' });
    told.at(60).tell('TaskStateEntered', 'PollTraffic');
    told.exit('Task', 'PollTraffic', [], { state: 'ready', detail: 'leads to the standby' });
    told.tell('SucceedStateEntered', 'Done');
    expect(told.lines).toEqual([
      'step WaitForTraffic',
      'progress WaitForTraffic leads to the primary',
      'done WaitForTraffic 60000 leads to the standby',
    ]);
  });

  test('a retry says which error, without the stack trace', () => {
    const cause = JSON.stringify({ errorType: 'E', errorMessage: 'too many requests', trace: ['at x'] });
    const told = new Told().tell('TaskStateEntered', 'Find');
    told.tell('RetryScheduled', 'Find', [], { error: 'TransientDependencyError', cause, attempt: 2, delayMs: 4000 });
    expect(told.lines).toEqual(['step Find', 'retry Find 2 TransientDependencyError too many requests']);
  });

  test('an error that is caught is told as what the state machine makes of it', () => {
    const told = new Told().tell('TaskStateEntered', 'Find');
    told.tell('ErrorCaught', 'Find', [], { error: 'States.HeartbeatTimeout', next: 'Explain' });
    told.exit('Task', 'Find', [], undefined, {
      failure: { step: 'Find', Error: 'UnsafeToProceedError', Cause: 'late' },
    });
    expect(told.lines).toEqual(['step Find', 'failed Find UnsafeToProceedError late']);
  });

  test('a caught error of which nothing is made is told as it is', () => {
    const told = new Told().tell('TaskStateEntered', 'Find');
    told.tell('ErrorCaught', 'Find', [], { error: 'States.Timeout', next: 'GoOn' }).exit('Task', 'Find', []);
    expect(told.lines).toEqual(['step Find', 'failed Find States.Timeout ']);
  });

  test('a branch that fails is told once, the others are stopped, and the Parallel says which one it was', () => {
    const failure = { step: 'Deploy', Error: 'UnsafeToProceedError', Cause: 'stack-failed' };
    const told = new Told().tell('ParallelStateEntered', 'Prepare');
    told.tell('TaskStateEntered', 'Restore', FIRST).tell('TaskStateEntered', 'Deploy', SECOND);
    told.tell('ErrorCaught', 'Deploy', SECOND, { error: failure.Error, cause: failure.Cause });
    told.exit('Task', 'Deploy', SECOND);
    told.tell('FailStateEntered', 'DeployFailed', SECOND).tell('WaitStateAborted', 'WaitForAurora', FIRST);
    told.tell('ErrorCaught', 'Prepare', [], { error: failure.Error, cause: JSON.stringify(failure) });
    told.exit('Parallel', 'Prepare', [], undefined, { failure });
    told.exit('Pass', 'Explain', [], undefined, { failure });
    expect(told.lines).toEqual([
      'step Prepare',
      'step Restore',
      'step Deploy',
      'failed Deploy UnsafeToProceedError stack-failed',
      'stopped Restore',
      'failed Prepare UnsafeToProceedError Deploy failed',
    ]);
  });

  test('a refusal that belongs to no task is told under the name that the state machine gives it', () => {
    const failure = { step: 'CheckTheInput', Error: 'InvalidRequestError', Cause: 'mode: write failover' };
    const told = new Told().exit('Pass', 'RefuseInput', [], undefined, { failure });
    expect(told.lines).toEqual(['failed CheckTheInput InvalidRequestError mode: write failover']);
  });

  test('variables that hold no failure are no failures', () => {
    const told = new Told().tell('TaskStateEntered', 'Find').exit('Task', 'Find', [], {}, { failure: null, x: 1 });
    expect(told.lines).toEqual(['step Find']);
  });

  test.each([
    [{ checks: [{ name: 'a', passed: true }] }, '1 check passed'],
    [
      {
        checks: [
          { name: 'a', passed: true },
          { name: 'b', passed: false },
        ],
      },
      '1 of 2 checks failed: b',
    ],
    [
      { chosen: { createdAt: '2026-01-05T05:03:08.000Z', ageSeconds: 4912 }, chosenBecause: 'newest' },
      'the newest recovery point is of 05:03:08, 1h21m52s old',
    ],
    [{ phase: 'working', detail: 'not yet' }, ''],
  ])('the result of %j is "%s"', (payload, result) => {
    const told = new Told().tell('TaskStateEntered', 'Find').exit('Task', 'Find', [], payload);
    told.tell('SucceedStateEntered', 'Done');
    expect(told.lines.at(-1)).toBe(`done Find 0 ${result}`.trim());
  });
});
