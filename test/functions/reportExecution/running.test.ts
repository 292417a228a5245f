import * as z from 'zod';
import { afterFailover, call, workflow } from './calls';
import { at, caught, COMPLETE, DRILL, executionOf, setReportEnvironment, thrown } from './cases';

const COMMON = { workflow, execution: executionOf() };

beforeEach(() => setReportEnvironment());

test('running says which step waits, since when, why, and until when', async () => {
  const record = {
    ...COMPLETE,
    database: null,
    switch: null,
    verifiedAt: null,
    caught: thrown('RestoreAurora', 'TransientDependencyError', 'ThrottlingException: Rate exceeded'),
    interruptions: [{ step: 'RestoreAurora', since: at('03:06:00'), lastAt: at('03:46:00'), error: 'x', cause: 'y' }],
  };
  const said = z
    .object({ subject: z.string(), message: z.string() })
    .parse(await call(afterFailover(), { action: 'running', ...COMMON, record }));
  expect(said.subject).toBe('pilot-light: failover is held up at RestoreAurora for 41 minutes');
  expect(said.message).toContain('since 03:06 UTC (41 minutes)');
  expect(said.message).toContain('throttling');
  expect(said.message).toContain('until 15:00 UTC');
});

const Said = z.object({ message: z.string() });
const running = async (record: object, execution = executionOf(), now = '03:46:51') =>
  Said.parse(await call(afterFailover(), { action: 'running', workflow, execution, record }, Date.parse(at(now))))
    .message;

test('while the switch is asked for, nothing says that traffic has not moved: the answer may be lost, and users there', async () => {
  const record = { ...COMPLETE, switch: null, trafficPoll: null, verifiedAt: null };
  const message = await running({ ...record, caught: thrown('UpdateRoute53', 'TransientDependencyError', 'x') });
  expect(message).toContain('Traffic: this execution is moving it to us-west-2, and may have moved it already.');
});

test('a clean-up goes on until its own deadline, whichever of its calls is held up', async () => {
  const record = { ...COMPLETE, switch: null, cleanUpBegan: at('03:10:00') };
  for (const startedAt of [at('03:20:00'), at('03:50:00')]) {
    const caught = { ...thrown('RemoveStack', 'TransientDependencyError', 'x'), startedAt };
    expect(await running({ ...record, caught }, executionOf(DRILL))).toContain('until 15:10 UTC');
  }
});

describe('a restore that is held up after its budget', () => {
  const record = { ...COMPLETE, database: null, switch: null, verifiedAt: null, steps: [] };
  const trouble = { ...thrown('RestoreAurora', 'TransientDependencyError', 'x'), startedAt: at('05:15:00') };
  const held = { ...record, caught: { ...trouble, began: at('03:00:00'), since: at('05:15:00') } };

  test('is over its budget since it began, and not since it was held up', async () => {
    const message = await running(held, executionOf(), '05:18:00');
    expect(message).toContain('since 05:15 UTC (3 minutes)');
    expect(message).toContain('Its budget of 120 minutes is exceeded by 18 minutes.');
    expect(message).toContain('Nothing has to be done.');
  });

  test('says when the objective was missed, and no longer that nothing has to be done', async () => {
    const message = await running(held, executionOf(), '07:01:00');
    expect(message).toContain('The objective of 240 minutes was missed at 07:00 UTC.');
    expect(message).not.toContain('Nothing has to be done');
    const drill = { ...held, request: { ...COMPLETE.request, ...DRILL } };
    expect(await running(drill, executionOf(DRILL), '07:01:00')).not.toContain('was missed');
  });
});

test('the switch is over its budget since the standby passed its test, whichever of its calls failed', async () => {
  const steps = [{ name: 'SmokeTestStandby', startedAt: at('03:20:00'), endedAt: at('03:26:00') }];
  const record = { ...COMPLETE, steps, switch: null, trafficPoll: null, verifiedAt: null };
  const failed = { ...caught('UpdateRoute53', 'TransientDependencyError', 'x'), startedAt: at('03:40:00') };
  expect(await running({ ...record, caught: failed }, executionOf(), '03:46:12')).toContain(
    'is exceeded by 13 minutes',
  );
});

test('what was held up says when it failed first and last, and not that it ended then', async () => {
  const interruptions = [
    {
      step: 'FindLatestRecoveryPoint',
      since: at('03:01:00'),
      lastAt: at('03:01:20'),
      Error: 'TransientDependencyError',
    },
    { step: 'DeployRegionStack', since: at('03:02:00'), lastAt: at('03:40:00'), Error: 'StepIsLate', Cause: 'x' },
  ];
  const message = await running({
    ...COMPLETE,
    interruptions,
    caught: thrown('RestoreAurora', 'ConcurrentUpdateError', 'x'),
  });
  expect(message).toContain('Held up at FindLatestRecoveryPoint, from 03:01 UTC, last failed at 03:01 UTC');
  expect(message).toContain('Late: DeployRegionStack, begun at 03:02 UTC, still at work at 03:40 UTC.');
  expect(message).not.toMatch(/from \S+ UTC until/);
});

test('what was held up, and is done since, is left out', async () => {
  const held = { Error: 'TransientDependencyError', Cause: 'x', since: at('03:02:00') };
  const steps = [{ name: 'RestoreAurora', startedAt: at('03:00:30'), endedAt: at('03:30:00') }];
  const again = async (lastAt: string) => {
    const interruptions = [{ ...held, step: 'RestoreAurora', lastAt }];
    const trouble = thrown('SmokeTestStandby', 'ConcurrentUpdateError', 'x');
    return await running({ ...COMPLETE, steps, interruptions, caught: trouble });
  };
  expect(await again(at('03:29:00'))).not.toContain('Held up at RestoreAurora');
  expect(await again(at('03:31:00'))).toContain('Held up at RestoreAurora');
});

describe('a step beside others, held up when its budget is over', () => {
  const held = (step: string) => ({ step, since: at('03:01:00'), lastAt: at('03:40:00'), Error: 'x', Cause: 'y' });
  const said = async (Error: string, ...interruptions: readonly object[]) => {
    const trouble = { ...thrown('DeployRegionStack', Error, 'x'), began: at('03:00:00'), startedAt: at('03:41:00') };
    const record = { ...COMPLETE, database: null, stack: null, switch: null, verifiedAt: null, steps: [] };
    return await running(
      { ...record, caught: trouble, interruptions: [...interruptions, held('DeployRegionStack')] },
      executionOf(),
      '06:00:00',
    );
  };
  const OVER = /Its budget of .* is exceeded/;

  test('is over it where nothing else can have been held up after it was done', async () => {
    const alone = await said('TransientDependencyError', held('FindLatestRecoveryPoint'));
    expect(alone).toMatch(OVER);
    expect(alone).not.toContain('may be complete already');
  });

  test('may be done where another was held up, and is not said to be over it', async () => {
    const beside = await said('TransientDependencyError', held('RestoreAurora'));
    expect(beside).toContain(
      'It waits for the deployment of the workload (CloudFormation), which may be complete already.',
    );
    expect(beside).not.toMatch(OVER);
  });

  test('is not done where it is late', async () => {
    const late = await said('StepIsLate', held('RestoreAurora'));
    expect(late).toMatch(OVER);
    expect(late).not.toContain('may be complete already');
  });
});

describe('checks that failed', () => {
  const silent = 'RDS Data API ExecuteStatement gets no answer: TimeoutError (no answer within 10 seconds)';
  const failing = (...details: readonly string[]) => ({
    ...COMPLETE,
    verifiedAt: null,
    switch: null,
    checks: details.map((detail, index) => ({
      suite: 'standby',
      name: `row ${index} is there`,
      passed: false,
      detail,
    })),
    caught: caught('SmokeTestStandby', 'ChecksFailed', 'smoke-test-failed'),
  });

  test('are quoted, so that nobody reads what should be as what is', async () => {
    expect(await running(failing('no row'))).toContain('Failed checks: “row 0 is there”: no row.');
  });

  test('because a service does not answer name the service, and blame nothing that was brought up', async () => {
    const message = await running(failing(silent, silent));
    expect(message).toContain(`Its checks cannot be made: ${silent}.`);
    expect(message).not.toContain('What was brought up does not pass');
  });

  test('of which one shows that something is wrong blame what was brought up', async () => {
    const message = await running(failing(silent, 'status 500, expected 200'));
    expect(message).toContain('What was brought up does not pass its checks yet.');
    expect(message).not.toContain('cannot be made');
  });
});
