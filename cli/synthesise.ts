import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const PROJECT = join(__dirname, '..');
const CdkJson = z.object({ app: z.string() });

export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/** A cloud assembly in a folder of its own. */
export interface Assembly {
  readonly directory: string;
  remove(): Promise<void>;
}

/**
 * Runs the CDK app as `cdk synth` does: the same command from cdk.json, the same environment variable for the output.
 * The CDK's own validation of templates is left to `cdk synth` and the tests; it takes longer than the rehearsal.
 */
export async function synthesise(): Promise<Assembly> {
  const { app } = CdkJson.parse(JSON.parse(await readFile(join(PROJECT, 'cdk.json'), 'utf8')));
  const directory = await mkdtemp(join(tmpdir(), 'pilot-light-assembly-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    await promisify(execFile)(app, {
      cwd: PROJECT,
      shell: true,
      env: { ...process.env, CDK_OUTDIR: directory, CDK_VALIDATION: 'false' },
    });
  } catch (error) {
    await remove();
    const output =
      typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new SynthesisError(`The CDK app did not synthesise.\n${output}`);
  }
  return { directory, remove };
}
