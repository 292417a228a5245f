import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pilotlightProcess } from './process';

const folder = mkdtempSync(join(tmpdir(), 'pilot-light-scenarios-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Short ones: the failover, at the default durations, is in readme.test.ts and rehearse.test.ts. */
test.each([
  [
    'a drill',
    ['--mode', 'drill', '--durations', 'fast', '--start-at', '2h30m'],
    {},
    /^02:30:00 .*regional-failover starts/m,
  ],
  [
    'a restore validation, beside the replica of a global database',
    ['restore-validation', '--durations', 'fast', '--start-at', '2h'],
    { database: 'global' },
    /^2026-02-01 02:00:00 .*deploying \d stacks/m,
  ],
  ['a backup that fails', ['backup-failure', '--start-at', '2h50m'], {}, /^02:5\d:\d\d .*backup/m],
  [
    'rows that a client deleted, and the undo of their repair',
    ['corruption', '--mode', 'rows', '--durations', 'fast', '--start-at', '1h20m'],
    {},
    /^01:20:00 .*a client runs: delete/m,
  ],
  ['a template that is broken', ['readiness', '--break', 'template', '--at', '2h20m'], {}, /^02:20:00 .*template/m],
])('%s is rehearsed, begins when it is told to, and every check passes', async (_, words, config, begins) => {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));

  const { code, stdout, stderr } = await pilotlightProcess(['rehearse', ...words], { PILOT_LIGHT_CONFIG: file });

  expect({ code, stderr, failed: stdout.match(/^FAIL.*$/gm) }).toEqual({ code: 0, stderr: '', failed: null });
  expect(stdout.match(/^pass .*$/gm)?.length).toBeGreaterThanOrEqual(4);
  expect(stdout).toMatch(begins);
  expect(stdout).toMatch(/^pass +nothing (orphaned|is left)/m);
});
