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
  return Object.assign(quick(new Console({ stdout, stderr, colorMode: false }), stdout, stderr), {
    Console: QuickConsole,
  });
}

/** `new console.Console({stdout, stderr})`: loggers make one of their own. */
class QuickConsole extends Console {
  constructor(options: { readonly stdout: Writable; readonly stderr?: Writable }) {
    super({ ...options, colorMode: false });
    quick(this, options.stdout, options.stderr ?? options.stdout);
  }
}

/** One string, without anything to format in it, is written as it is: that is what loggers do, millions of times a year. */
function quick(made: Console, stdout: Writable, stderr: Writable): Console {
  let depth = 0;
  const group = made.group.bind(made);
  const groupEnd = made.groupEnd.bind(made);
  made.group = (...label: unknown[]) => {
    depth += 1;
    group(...label);
  };
  made.groupEnd = () => {
    depth -= 1;
    groupEnd();
  };
  for (const [names, stream] of [
    [TO_STDOUT, stdout],
    [TO_STDERR, stderr],
  ] as const) {
    for (const name of names) {
      const format = made[name].bind(made);
      made[name] = (...values: unknown[]) => {
        const [text] = values;
        if (depth <= 0 && values.length === 1 && typeof text === 'string') stream.write(`${text}\n`);
        else format(...values);
      };
    }
  }
  return made;
}

const TO_STDOUT = ['log', 'info', 'debug'] as const;
const TO_STDERR = ['warn', 'error'] as const;
