import { stripVTControlCharacters } from 'node:util';
import { PlainView } from '../../cli/output/plain-view';
import type { TimelineEvent } from '../../rehearsal/stage/timeline-event';

const START = Date.UTC(2026, 0, 5);
const at = (text: string) => START + Date.parse(`1970-01-01T${text}Z`);

const restore = { id: 'BringUpStandby[0]/RestoreAurora', name: 'RestoreAurora', branch: 'RestoreAurora' };
const smoke = { id: 'SmokeTestStandby', name: 'SmokeTestStandby', branch: undefined };

const EVENTS: readonly TimelineEvent[] = [
  { kind: 'phase', atMs: at('00:00:00'), phase: 'deploy', text: 'deploying 4 stacks' },
  { kind: 'tick', atMs: at('01:00:00') },
  { kind: 'phase', atMs: at('06:20:00'), phase: 'dark', text: 'us-east-1 goes dark' },
  { kind: 'phase', atMs: at('06:25:00'), phase: 'failover', text: 'regional-failover starts' },
  { kind: 'plan', atMs: at('06:25:00'), steps: [] },
  { kind: 'step', atMs: at('06:25:00'), step: restore },
  { kind: 'change', atMs: at('06:25:01'), text: 'cluster pilot-light-1: creating' },
  { kind: 'progress', atMs: at('06:25:06'), step: restore, text: 'the cluster is creating', percent: 1 },
  { kind: 'progress', atMs: at('06:35:06'), step: restore, text: 'the cluster is creating', percent: 63 },
  { kind: 'retry', atMs: at('06:40:00'), step: restore, error: 'Sandbox.Timedout', reason: 'too slow', attempt: 2 },
  { kind: 'done', atMs: at('07:10:39'), step: restore, tookMs: 2_739_000, result: undefined },
  { kind: 'step', atMs: at('07:10:39'), step: smoke },
  { kind: 'done', atMs: at('07:10:40'), step: smoke, tookMs: 1000, result: '2 checks passed' },
  { kind: 'failed', atMs: at('07:10:40'), step: smoke, error: 'UnsafeToProceedError', reason: 'smoke-test-failed' },
  { kind: 'stopped', atMs: at('07:10:41'), step: restore },
  { kind: 'done', atMs: at('07:10:42'), step: smoke, tookMs: 100, result: undefined },
  { kind: 'end', atMs: at('07:11:42'), succeeded: true, text: 'execution one ended: SUCCEEDED' },
];

test('the plain view tells each thing once, with the virtual clock and the time since darkness', async () => {
  const lines: string[] = [];
  const result = await new PlainView((line) => lines.push(stripVTControlCharacters(line))).follow(async (listener) => {
    for (const event of EVENTS) listener(event);
    return 'the result';
  });
  expect(result).toBe('the result');
  expect(lines).toEqual([
    '00:00:00            deploying 4 stacks',
    '06:20:00  +0:00:00  us-east-1 goes dark (+ is the time since then)',
    '06:25:00  +0:05:00  regional-failover starts',
    '06:25:00  +0:05:00    ├ RestoreAurora',
    '06:25:01  +0:05:01        cluster pilot-light-1: creating',
    '06:25:06  +0:05:06    ├ RestoreAurora: the cluster is creating',
    '06:40:00  +0:20:00    ├ RestoreAurora: retry 2 after Sandbox.Timedout: too slow',
    '07:10:39  +0:50:39    ├ RestoreAurora done in 45m39s',
    '07:10:39  +0:50:39    SmokeTestStandby',
    '07:10:40  +0:50:40    SmokeTestStandby done in 1s: 2 checks passed',
    '07:10:40  +0:50:40    SmokeTestStandby FAILED: UnsafeToProceedError: smoke-test-failed',
    '07:10:41  +0:50:41    ├ RestoreAurora stopped, because another branch failed',
    '07:11:42  +0:51:42  execution one ended: SUCCEEDED',
  ]);
});

test('in a drill, where nothing goes dark, the time counts from the start of the execution', async () => {
  const lines: string[] = [];
  await new PlainView((line) => lines.push(stripVTControlCharacters(line))).follow(async (listener) => {
    listener({ kind: 'phase', atMs: at('06:25:00'), phase: 'failover', text: 'regional-failover starts' });
    listener({ kind: 'phase', atMs: START + 86_400_000, phase: 'aftermath', text: 'clients go on' });
  });
  expect(lines).toEqual([
    '06:25:00  +0:00:00  regional-failover starts (+ is the time since then)',
    '2026-01-06 00:00:00  +17:35:00  clients go on',
  ]);
});
