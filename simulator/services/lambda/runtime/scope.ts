import { constants, EOL } from 'node:os';
import * as nodePath from 'node:path';
import type { Writable } from 'node:stream';
import type { Scheduler } from '../../../kernel/scheduler';
import type { Bundle, Scope } from './bundle';
import { dnsModule, dnsPromisesModule, type FunctionResolver } from './dns-module';
import { simulatedFetch } from './fetch';
import { fsModule } from './fs-module';
import { functionGlobal, seededMath, virtualAbortSignal } from './global-object';
import { httpModule } from './http-module';
import type { HttpDependencies } from './http-request';
import { functionProcess } from './process';
import { type RandomSource, seededCryptoModule, seededWebCrypto } from './seeded-crypto';
import { timersModule, timersPromisesModule } from './timers-module';
import { virtualDate, virtualPerformance } from './virtual-date';
import type { VirtualTimers } from './virtual-timers';
import { zlibModule } from './zlib-module';

export type ScopeOptions = {
  readonly scheduler: Scheduler;
  readonly random: RandomSource;
  readonly timers: VirtualTimers;
  readonly resolver: FunctionResolver;
  readonly bundle: Bundle;
  readonly variables: Record<string, string>;
  readonly nodeVersion: string;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly console: Console;
  readonly send: HttpDependencies['send'];
  readonly require: (name: string) => unknown;
  readonly exit: (code: number) => never;
};

/** The globals and the modules of one execution environment. */
export function functionScope(options: ScopeOptions): {
  readonly scope: Scope;
  readonly modules: Readonly<Record<string, () => unknown>>;
} {
  const globals = makeGlobals(options);
  const globalObject = functionGlobal(globals);
  const scope = {
    ...globals,
    globalThis: globalObject,
    global: globalObject,
    __import: async (name: string) => importModule(await Promise.resolve(name), options.require),
  };
  return { scope, modules: makeModules(options, globals) };
}

type Globals = Omit<Scope, 'globalThis' | 'global' | '__import'>;

function makeGlobals(options: ScopeOptions): Globals {
  const { scheduler, random, timers, stdout, stderr, nodeVersion, require, exit } = options;
  const now = (): number => scheduler.now();
  return {
    process: functionProcess({
      env: options.variables,
      stdout,
      stderr,
      nodeVersion,
      now,
      startedAtMs: now(),
      require,
      exit: (code) => exit(code),
    }),
    console: options.console,
    Date: virtualDate(now),
    Math: seededMath(() => random.random.next(random.stream)),
    performance: virtualPerformance(now, now()),
    crypto: seededWebCrypto(random, scheduler),
    fetch: simulatedFetch(options.send),
    AbortSignal: virtualAbortSignal(timers.setTimeout),
    setTimeout: timers.setTimeout,
    clearTimeout: timers.clear,
    setInterval: timers.setInterval,
    clearInterval: timers.clear,
    setImmediate: timers.setImmediate,
    clearImmediate: timers.clear,
  };
}

function makeModules(options: ScopeOptions, globals: Globals): Readonly<Record<string, () => unknown>> {
  const { timers, send, resolver, bundle, random, require } = options;
  return {
    process: () => globals.process,
    console: () => globals.console,
    perf_hooks: () => ({ performance: globals.performance }),
    timers: () => timersModule(timers),
    'timers/promises': () => timersPromisesModule(timers),
    crypto: () => seededCryptoModule(random, Object(globals.crypto) as object),
    http: () => httpModule('http', { timers, send }),
    https: () => httpModule('https', { timers, send }),
    dns: () => dnsModule(Object(require('dns/promises')) as object),
    'dns/promises': () => dnsPromisesModule(resolver),
    fs: () => fsModule(bundle),
    'fs/promises': () => Reflect.get(Object(require('fs')), 'promises') as unknown,
    zlib: () => zlibModule(),
    module: () => ({ createRequire: () => require }),
    path: () => nodePath.posix,
    os: () => OPERATING_SYSTEM,
    tty: () => ({ isatty: () => false }),
  };
}

/** A machine of Lambda's, whatever the simulator runs on. */
const OPERATING_SYSTEM = {
  EOL,
  constants,
  platform: () => 'linux',
  type: () => 'Linux',
  release: () => '5.10.0',
  arch: () => 'arm64',
  machine: () => 'aarch64',
  hostname: () => '169.254.100.6',
  homedir: () => '/home/sbx_user1051',
  tmpdir: () => '/tmp',
  endianness: () => 'LE',
  cpus: () => [],
  availableParallelism: () => 2,
  totalmem: () => 0x2000_0000,
  freemem: () => 0x1000_0000,
  userInfo: () => ({ username: 'sbx_user1051', uid: 993, gid: 990, shell: null, homedir: '/home/sbx_user1051' }),
};

/** `import()` of a module of Node, or of a file: its properties, and the whole as `default`. */
function importModule(name: string, require: (name: string) => unknown): object {
  const module = require(name);
  return { ...Object(module), default: module };
}
