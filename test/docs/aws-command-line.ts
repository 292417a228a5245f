import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const SERVER = join(__dirname, 'warm-aws.py');

/** Whether there is an `aws` command on this machine. */
export const hasAws = spawnSync('aws', ['--version']).status === 0;

/**
 * Puts an `aws` into the folder that speaks to the endpoint of the environment, whatever its version thinks of
 * AWS_ENDPOINT_URL: version 1 overlooks it for RDS in us-east-1. Where the installed command is a module of Python's, it
 * is loaded once for all calls. Returns what ends it.
 */
export async function installAws(folder: string): Promise<() => void> {
  const file = join(folder, 'aws');
  const python = pythonOfAws();
  if (python === undefined) {
    writeScript(file, `PATH=\${PATH#*${delimiter}} exec aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"`);
    return () => undefined;
  }
  const socket = join(folder, 'aws.sock');
  const server = spawn(python, [SERVER, 'serve', socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  await isReady(server);
  writeScript(file, `exec ${python} -S -E ${SERVER} run ${socket} --endpoint-url "$AWS_ENDPOINT_URL" "$@"`);
  return () => {
    server.stdin.end();
  };
}

/** The interpreter that has the installed command as a module; undefined where there is none. */
function pythonOfAws(): string | undefined {
  const version = /^aws-cli\/([\d.]+)/.exec(spawnSync('aws', ['--version'], { encoding: 'utf8' }).stdout)?.[1];
  return [shebangOf('aws'), 'python3'].flatMap((candidate) => {
    if (candidate === undefined) return [];
    const program = 'import awscli, sys; print(awscli.__version__, sys.executable)';
    const { status, stdout } = spawnSync(candidate, ['-c', program], { encoding: 'utf8' });
    const [found, executable] = stdout?.trim().split(' ') ?? [];
    return status === 0 && found === version && executable !== undefined ? [executable] : [];
  })[0];
}

function shebangOf(command: string): string | undefined {
  const path = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).stdout.trim();
  const [firstLine = ''] = readFileSync(realpathSync(path), 'latin1').split('\n', 1);
  return /^#!(\S*python\S*)$/.exec(firstLine)?.[1];
}

async function isReady(server: ChildProcess): Promise<void> {
  await Promise.race([
    once(server.stdout as NodeJS.EventEmitter, 'data'),
    once(server, 'exit').then(([code]) => {
      throw new Error(`the aws command ended with ${String(code)} before it was ready`);
    }),
  ]);
}

function writeScript(file: string, line: string): void {
  writeFileSync(file, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}
