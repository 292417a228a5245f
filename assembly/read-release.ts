import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { AssemblyError } from './read-assembly';

const Release = z.object({ release: z.string().min(1) });

/** What the frontend calls its release, in its `release.json`; null where it has no such file. */
export function readRelease(frontendDirectory: string): string | null {
  const path = join(frontendDirectory, 'release.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  try {
    return Release.parse(JSON.parse(text)).release;
  } catch {
    throw new AssemblyError(
      `${path}: write a JSON object with the name of the release, such as {"release": "2026.11.1"}`,
    );
  }
}
