import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { unzipSync } from 'fflate';

/** Where Lambda unpacks a function's code (Lambda Developer Guide, LAMBDA_TASK_ROOT). */
export const TASK_ROOT = '/var/task';

/** The globals that a function sees in place of the host's. Free identifiers in its code resolve to these. */
export const SCOPE_NAMES = [
  'process',
  'console',
  'Date',
  'Math',
  'performance',
  'crypto',
  'fetch',
  'AbortSignal',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'globalThis',
  'global',
  '__import',
] as const;

export type Scope = { readonly [Name in (typeof SCOPE_NAMES)[number]]: unknown };

/** A module's body, as Node wraps it. */
export type ModuleBody = (
  exports: unknown,
  require: (name: string) => unknown,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

/** A function's deployment package: its files, and its compiled modules. */
export class Bundle {
  /** Base64 of the package's SHA-256, as `CodeSha256` is. */
  readonly sha256: string;
  readonly size: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly #compiled = new Map<string, (...scope: readonly unknown[]) => ModuleBody>();

  constructor(zip: Uint8Array) {
    this.sha256 = createHash('sha256').update(zip).digest('base64');
    this.size = zip.byteLength;
    this.files = new Map(Object.entries(unzipSync(zip)).map(([path, bytes]) => [posix.join(TASK_ROOT, path), bytes]));
  }

  text(path: string): string | undefined {
    const bytes = this.files.get(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  /** The body of the module at `path`, closed over `scope`. Source is compiled once, however many environments run it. */
  moduleBody(path: string, scope: Scope): ModuleBody | undefined {
    let compiled = this.#compiled.get(path);
    if (compiled === undefined) {
      const source = this.text(path);
      if (source === undefined) return undefined;
      compiled = compile(source, path);
      this.#compiled.set(path, compiled);
    }
    return compiled(...SCOPE_NAMES.map((name) => scope[name]));
  }
}

const bundles = new Map<string, Bundle>();

/** The bundle of that package; one for equal bytes, so that a thousand simulations compile it once. */
export function openBundle(zip: Uint8Array): Bundle {
  const key = createHash('sha256').update(zip).digest('base64');
  let bundle = bundles.get(key);
  if (bundle === undefined) {
    bundle = new Bundle(zip);
    bundles.set(key, bundle);
  }
  return bundle;
}

/** `import("node:http")` would go past `require` and give the host's own module. */
const DYNAMIC_IMPORT = /(?<![.\w$])import\((?=["'`])/g;

/**
 * Not `vm`: a context of its own has its own `Error`, `Uint8Array` and `Promise`, which what Node's modules return does
 * not belong to. The scope is an outer function, so that the code may declare `const crypto` as it may in Node.
 */
function compile(source: string, path: string): (...scope: readonly unknown[]) => ModuleBody {
  const body = source.replace(/^#!.*/, '').replace(DYNAMIC_IMPORT, '__import(');
  const wrapped = `return function (exports, require, module, __filename, __dirname) {${body}\n};\n//# sourceURL=${path}`;
  // oxlint-disable-next-line typescript/no-implied-eval -- running a function's source is what this file is for
  return new Function(...SCOPE_NAMES, wrapped) as (...scope: readonly unknown[]) => ModuleBody;
}
