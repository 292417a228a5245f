import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Bundle, Scope } from './bundle';
import { restrict } from './restricted-module';

/** Modules of pure computation, or that lead nowhere outside the process. */
const PASSED_THROUGH: ReadonlySet<string> = new Set([
  'assert',
  'assert/strict',
  'async_hooks',
  'buffer',
  'constants',
  'diagnostics_channel',
  'events',
  'path/posix',
  'punycode',
  'querystring',
  'stream',
  'stream/consumers',
  'stream/promises',
  'stream/web',
  'string_decoder',
  'url',
  'util',
  'util/types',
]);

/**
 * A function's `require`: its own files, and Node's modules as far as they are modelled. A module that is not may be
 * loaded (the SDK loads many that it never uses), and fails when it is used.
 */
export class ModuleLoader {
  readonly #bundle: Bundle;
  readonly #scope: () => Scope;
  readonly #simulated: Readonly<Record<string, () => unknown>>;
  readonly #sdk: (name: string) => unknown;
  readonly #loaded = new Map<string, { exports: unknown }>();

  /**
   * @param simulated by module name without `node:`
   * @param sdk the packages of the AWS SDK that the runtime itself has; undefined for every other name
   */
  constructor(
    bundle: Bundle,
    scope: () => Scope,
    simulated: Readonly<Record<string, () => unknown>>,
    sdk: (name: string) => unknown = () => undefined,
  ) {
    this.#bundle = bundle;
    this.#scope = scope;
    this.#simulated = simulated;
    this.#sdk = sdk;
  }

  /** Loads the file at `path`, once. */
  loadFile(path: string): unknown {
    const loaded = this.#loaded.get(path);
    if (loaded !== undefined) return loaded.exports;
    const module: { exports: unknown } = { exports: {} };
    this.#loaded.set(path, module);
    if (path.endsWith('.json')) {
      module.exports = JSON.parse(this.#bundle.text(path) ?? 'null');
      return module.exports;
    }
    const body = this.#bundle.moduleBody(path, this.#scope());
    if (body === undefined) throw notFound(path);
    const directory = posix.dirname(path);
    Reflect.apply(body, module.exports, [module.exports, this.requireFrom(directory), module, path, directory]);
    return module.exports;
  }

  requireFrom(directory: string): (name: string) => unknown {
    return (name) => {
      if (name.startsWith('.') || name.startsWith('/')) return this.loadFile(this.#resolve(directory, name));
      return this.#builtin(name);
    };
  }

  #resolve(directory: string, name: string): string {
    const path = posix.resolve(directory, name);
    const candidates = [path, `${path}.js`, `${path}.cjs`, `${path}.json`, `${path}/index.js`];
    const found = candidates.find((candidate) => this.#bundle.files.has(candidate));
    if (found === undefined) throw notFound(name);
    return found;
  }

  #builtin(name: string): unknown {
    const plain = name.replace(/^node:/, '');
    const loaded = this.#loaded.get(plain);
    if (loaded !== undefined) return loaded.exports;
    const exports = this.#makeBuiltin(plain, name);
    this.#loaded.set(plain, { exports });
    return exports;
  }

  #makeBuiltin(plain: string, name: string): unknown {
    const simulated = Object.hasOwn(this.#simulated, plain) ? this.#simulated[plain] : undefined;
    if (simulated !== undefined) return simulated();
    if (!builtinModules.includes(plain)) return this.#sdk(name) ?? raise(notFound(name));
    const real: object = process.getBuiltinModule(plain) ?? {};
    return PASSED_THROUGH.has(plain) ? real : restrict(`node:${plain}`, real, {});
  }
}

function raise(error: Error): never {
  throw error;
}

function notFound(name: string): Error {
  const hint = name.startsWith('@aws-sdk/') ? ": the simulator's runtime brings no SDK of its own, so bundle it" : '';
  return Object.assign(new Error(`Cannot find module '${name}'${hint}`), { code: 'MODULE_NOT_FOUND' });
}
