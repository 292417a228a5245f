import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { PROJECT_ROOT } from './project-root';

export interface SynthesizeProps {
  /** Where the cloud assembly is written. */
  readonly outdir: string;
  /** @default the reference workload */
  readonly configFile?: string;
  /** Whether the library validates the templates against its rules: some seconds more. @default false */
  readonly validate?: boolean;
}

/** What `cdk synth` does, without the two seconds that the command itself takes. Rejects with what the app complained of. */
export async function synthesize({ outdir, configFile, validate = false }: SynthesizeProps): Promise<void> {
  const app = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), join(PROJECT_ROOT, 'infra/app.ts')], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: resolve(outdir),
      CDK_VALIDATION: String(validate),
      ...(configFile === undefined ? {} : { PILOT_LIGHT_CONFIG: resolve(configFile) }),
    },
  });
  const complaints: string[] = [];
  app.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  await new Promise<void>((done, fail) => {
    app.on('error', fail);
    app.on('close', (code) =>
      code === 0 ? done() : fail(new Error(complaints.join('').trim() || `infra/app.ts ended with exit code ${code}`)),
    );
  });
}
