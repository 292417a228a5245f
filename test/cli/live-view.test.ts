import { stripVTControlCharacters } from 'node:util';
import { LiveView } from '../../cli/output/live-view';
import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';

const at = (minutes: number) => VIRTUAL_START_MS + minutes * 60_000;

test('a part that is over keeps the time of which its line speaks, not that of what came last in it', async () => {
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    await new LiveView(['workload', 'dark', 'failover']).follow(async (listener) => {
      listener({ kind: 'phase', phase: 'workload', text: 'the workload runs', atMs: at(30) });
      listener({ kind: 'change', text: 'a backup', atMs: at(100) });
      await new Promise(setImmediate);
      listener({ kind: 'phase', phase: 'dark', text: 'us-east-1 goes dark', atMs: at(130) });
      listener({ kind: 'change', text: 'an alarm', atMs: at(134) });
      await new Promise(setImmediate);
      listener({ kind: 'phase', phase: 'failover', text: 'the failover starts', atMs: at(135) });
      listener({ kind: 'end', text: 'ended: SUCCEEDED', succeeded: true, atMs: at(180) });
      await new Promise(setImmediate);
    });
  } finally {
    write.mockRestore();
  }
  const lines = stripVTControlCharacters(written.join('')).split('\n');
  expect(lines.filter((line) => line.startsWith('✔'))).toEqual([
    '✔ 00:30:00   the workload runs',
    '✔ 02:10:00 +0:00:00  us-east-1 goes dark',
    '✔ 03:00:00 +0:50:00  ended: SUCCEEDED',
  ]);
});
