import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { EXIT_CODES, UsageError } from './command';
import { onInterrupt } from './interrupt';

export const PROJECT = join(__dirname, '..');
const CdkJson = z.object({ app: z.string() });

type Environment = Readonly<Record<string, string | undefined>>;

/** The CDK app would not synthesise: its own words say what to change. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/** A cloud assembly in a folder. */
export interface Assembly {
  readonly directory: string;
  /** To be called when nobody reads in it any more. */
  remove(): Promise<void>;
}

/** An assembly in a folder of its own, removed when the process is interrupted. */
export interface NewAssembly extends Assembly {
  /** From now on the folder stays. */
  keep(): void;
}

/**
 * Runs the CDK app as `cdk synth` does: the same command from cdk.json, the same environment variable for the output.
 * The CDK's own validation of templates is left to `cdk synth` and the tests; it takes longer than the rehearsal.
 * @param environment beside this process's own, such as PILOT_LIGHT_CONFIG
 * @throws UsageError for a configuration that the app refuses, SynthesisError for whatever else it ends with
 */
export async function synthesise(environment: Environment = {}, project: string = PROJECT): Promise<NewAssembly> {
  return await synthesiseInto(mkdtempSync(join(tmpdir(), 'pilot-light-assembly-')), environment, project);
}

/** @param directory an empty folder for the assembly */
export async function synthesiseInto(
  directory: string,
  environment: Environment,
  project: string,
): Promise<NewAssembly> {
  const interruption = onInterrupt(() => rmSync(directory, { recursive: true, force: true }));
  const keep = () => interruption.forget();
  const remove = async () => {
    keep();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const { app } = CdkJson.parse(JSON.parse(readFileSync(join(project, 'cdk.json'), 'utf8')));
    await run(app, project, { ...environment, CDK_OUTDIR: directory, CDK_VALIDATION: 'false' });
  } catch (error) {
    await remove();
    throw error;
  }
  return { directory, keep, remove };
}

function run(command: string, project: string, environment: Environment): Promise<void> {
  // Its own process group, so that an interruption reaches the shell and what it has started.
  const child = spawn(command, {
    cwd: project,
    shell: true,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const interruption = onInterrupt(() => {
    if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  return new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else if (code === EXIT_CODES.usage) reject(new UsageError(complaint.trim()));
      else reject(new SynthesisError(`The CDK app did not synthesise.\n${complaint.trim()}`));
    });
  }).finally(() => interruption.forget());
}
