import { rmSync } from 'node:fs';

export default function globalTeardown(): void {
  const directory = process.env['PILOT_LIGHT_TEST_RUN'];
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
}
