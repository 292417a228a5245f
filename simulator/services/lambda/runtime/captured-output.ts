import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** A function's standard output or error: whole lines go to `onLine`. */
export function lineStream(onLine: (line: string) => void): Writable {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      const lines = (rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      done();
    },
  });
}

/** A console that writes to those streams. `Console` makes further ones, as in Node. */
export function captureConsole(stdout: Writable, stderr: Writable): Console {
  return Object.assign(new Console({ stdout, stderr, colorMode: false }), { Console });
}
