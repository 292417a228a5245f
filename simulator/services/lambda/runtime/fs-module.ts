import * as nodeFs from 'node:fs';
import { posix } from 'node:path';
import type { Bundle } from './bundle';
import { restrict } from './restricted-module';

type Encoding = string | { readonly encoding?: string | null } | null | undefined;

/** `node:fs` over the files of the deployment package, to read only. Nothing of the host's disk is there. */
export function fsModule(bundle: Bundle): object {
  const read = (path: unknown, encoding?: Encoding): string | Buffer => {
    const bytes = bundle.files.get(posix.resolve('/var/task', String(path)));
    if (bytes === undefined) throw noEntry('open', String(path));
    const name = typeof encoding === 'object' ? encoding?.encoding : encoding;
    const buffer = Buffer.from(bytes);
    return typeof name === 'string' ? buffer.toString(name as BufferEncoding) : buffer;
  };
  const exists = (path: unknown): boolean => bundle.files.has(posix.resolve('/var/task', String(path)));
  const access = (path: unknown): void => {
    if (!exists(path)) throw noEntry('access', String(path));
  };
  const promises = restrict('node:fs/promises', nodeFs.promises, {
    readFile: async (path: unknown, encoding?: Encoding) => Promise.resolve(path).then(() => read(path, encoding)),
    access: async (path: unknown) => Promise.resolve().then(() => access(path)),
  });
  return restrict('node:fs', nodeFs, {
    promises,
    readFileSync: read,
    existsSync: exists,
    accessSync: access,
    readFile: (path: unknown, ...rest: readonly unknown[]) => {
      const callback = rest.at(-1);
      if (typeof callback !== 'function') throw new TypeError('The "cb" argument must be of type function.');
      process.nextTick(() => {
        try {
          const content = read(path, rest.length > 1 ? (rest[0] as Encoding) : undefined);
          Reflect.apply(callback, undefined, [null, content]);
        } catch (error) {
          Reflect.apply(callback, undefined, [error]);
        }
      });
    },
  });
}

function noEntry(syscall: string, path: string): Error {
  const message = `ENOENT: no such file or directory, ${syscall} '${path}'`;
  return Object.assign(new Error(message), { code: 'ENOENT', errno: -2, syscall, path });
}
