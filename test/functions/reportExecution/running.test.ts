import * as z from 'zod';
import { afterFailover, call, workflow } from './calls';
import { at, COMPLETE, DRILL, executionOf, setReportEnvironment, thrown } from './cases';

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
const running = async (record: object, execution = executionOf()) =>
  Said.parse(await call(afterFailover(), { action: 'running', workflow, execution, record })).message;

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
