import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pilotlightProcess } from './process';

const folder = mkdtempSync(join(tmpdir(), 'pilot-light-scenarios-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The failover itself is in readme.test.ts and rehearse.test.ts. */
test.each([
  ['a drill', ['--mode', 'drill'], {}],
  ['a restore validation, beside the replica of a global database', ['restore-validation'], { database: 'global' }],
  ['a backup that fails', ['backup-failure'], {}],
  ['a template that is broken', ['readiness'], {}],
])('%s is rehearsed, and every check passes', async (_, words, config) => {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));

  const { code, stdout, stderr } = await pilotlightProcess(['rehearse', ...words], { PILOT_LIGHT_CONFIG: file });

  expect({ code, stderr, failed: stdout.match(/^FAIL.*$/gm) }).toEqual({ code: 0, stderr: '', failed: null });
  expect(stdout.match(/^pass .*$/gm)?.length).toBeGreaterThanOrEqual(4);
});
