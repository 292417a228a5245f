import * as z from 'zod';
import { afterFailover, call, workflow } from './calls';
import { at, COMPLETE, executionOf, setReportEnvironment, thrown } from './cases';

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
