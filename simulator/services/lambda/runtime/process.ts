import { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';
import { TASK_ROOT } from './bundle';

export type ProcessOptions = {
  readonly env: Record<string, string>;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** The Node version that the function's runtime stands for: `24.11.0`. */
  readonly nodeVersion: string;
  readonly now: () => number;
  readonly startedAtMs: number;
  readonly require: (name: string) => unknown;
  readonly exit: (code: number) => never;
};

/** What a function sees as `process`: its own environment, output and clock; nothing of the host's. */
export function functionProcess(options: ProcessOptions): object {
  const { env, stdout, stderr, nodeVersion, now, startedAtMs } = options;
  const elapsedNanoseconds = (): bigint => BigInt(now() - startedAtMs) * 1_000_000n;
  const hrtime = (earlier?: readonly [number, number]): [number, number] => {
    const elapsed = elapsedNanoseconds() - toNanoseconds(earlier);
    return [Number(elapsed / 1_000_000_000n), Number(elapsed % 1_000_000_000n)];
  };
  return Object.assign(new EventEmitter(), {
    env,
    stdout,
    stderr,
    version: `v${nodeVersion}`,
    versions: { ...process.versions, node: nodeVersion },
    release: { name: 'node' },
    platform: 'linux',
    arch: 'arm64',
    title: 'node',
    pid: 1,
    ppid: 0,
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'],
    argv0: '/var/lang/bin/node',
    execPath: '/var/lang/bin/node',
    execArgv: [],
    features: process.features,
    config: process.config,
    exitCode: undefined,
    nextTick: process.nextTick.bind(process),
    cwd: () => TASK_ROOT,
    umask: () => 0o22,
    uptime: () => (now() - startedAtMs) / 1000,
    hrtime: Object.assign(hrtime, { bigint: elapsedNanoseconds }),
    memoryUsage: Object.assign(() => process.memoryUsage(), { rss: () => process.memoryUsage.rss() }),
    cpuUsage: () => ({ user: 0, system: 0 }),
    emitWarning: (warning: unknown) => {
      stderr.write(`(node:1) ${warning instanceof Error ? String(warning) : `Warning: ${String(warning)}`}\n`);
    },
    getBuiltinModule: options.require,
    exit: options.exit,
    abort: () => options.exit(134),
  });
}

function toNanoseconds(time: readonly [number, number] | undefined): bigint {
  return time === undefined ? 0n : BigInt(time[0]) * 1_000_000_000n + BigInt(time[1]);
}
