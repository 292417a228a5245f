import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder a run, in which each worker keeps the assembly that it synthesised. */
export default function globalSetup(): void {
  process.env['PILOT_LIGHT_TEST_RUN'] = mkdtempSync(join(tmpdir(), 'pilot-light-tests-'));
}
