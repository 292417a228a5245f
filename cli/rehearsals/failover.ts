import { readJsonFile } from '../../input/input-file';
import { darkness } from '../../rehearsal/failover/darkness';
import { defaultDarkAtMs } from '../../rehearsal/failover/default-darkness';
import type { RehearsalOptions } from '../../rehearsal/stage/options';
import { refuseBeforeDeployment } from '../../rehearsal/stage/refuse-too-early';
import type { Durations } from '../../simulator/kernel/durations';
import { type Command, type Summary, readOptions, UsageError } from '../command';
import { summarise } from '../output/summary';
import { asUsage, COMMON_OPTIONS, COMMON_USAGE, commonOptions, runRehearsal } from './common';
import { figuresOf, readOffset, readStart } from './offsets';

const USAGE = `pilotlight rehearse [failover] [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, runs the workload for some virtual hours,
takes the primary region dark and starts the regional-failover state machine.

  --mode MODE         failover (default), or drill: everything but traffic, then it takes itself down
  --dark-at OFFSET    when the primary goes dark, from the start of virtual time: 2h10m (default; a drill: never). Backups
                      and copies have queued by then; 6h20m is a run with more of them, and the default where backups and
                      copies take so long that none would be complete, as with --durations slow
  --start-at OFFSET   when a drill starts, from the start of virtual time (default 6h25m); with a darkness it starts five
                      minutes after it
  --input FILE        the input of the execution, as JSON, instead of the rehearsal's own
${COMMON_USAGE}

Exit code:
  0  the workload serves from the standby (a drill: it could have) and every check passed
  1  it failed; also when the input of the execution is invalid (InvalidRequestError), its deadline passed, or a stack or
     the restored cluster could not be made
  2  an option, a file or the configuration has a mistake: nothing was started
  3  the state machine refused to go on because it was not safe (UnsafeToProceedError, FencedOutError), and left
     everything as its evidence says`;

type Mode = RehearsalOptions['mode'];
type Input = NonNullable<RehearsalOptions['input']>;

export const failover: Command & Summary = {
  name: 'failover',
  summary: 'the primary region goes dark, or a drill (default)',
  usage: USAGE,
  async run(words, io) {
    const values = readOptions(
      words,
      {
        ...COMMON_OPTIONS,
        mode: { type: 'string' },
        'dark-at': { type: 'string' },
        'start-at': { type: 'string' },
        input: { type: 'string' },
      },
      USAGE,
    );
    const options = asUsage(() => {
      const input = values.input === undefined ? undefined : readInput(values.input);
      const mode = readMode(values.mode, input);
      const darkAtMs = readDarkAt(values['dark-at'], mode, figuresOf(values.durations));
      const startAtMs = readStartAt(values['start-at'], darkAtMs, values.durations);
      return { ...commonOptions(values, io), mode, darkAtMs, startAtMs, input };
    });
    return await runRehearsal(
      io,
      values,
      options,
      ['deploy', 'workload', 'dark', 'failover', 'aftermath'],
      () => {
        const { rehearse }: typeof import('../../rehearsal/failover/rehearse') =
          require('../../rehearsal/failover/rehearse');
        return (rehearsed, listener) => rehearse({ ...options, ...rehearsed }, listener);
      },
      summarise,
    );
  },
};

/** The input's own mode counts where --mode is left out; any other mode in it is the state machine's to refuse. */
function readMode(word: string | undefined, input: Input | undefined): Mode {
  const wanted = input?.['mode'];
  const fromInput = wanted === 'failover' || wanted === 'drill' ? wanted : undefined;
  if (word === undefined) return fromInput ?? 'failover';
  if (word !== 'failover' && word !== 'drill') {
    throw new UsageError(`--mode: there is no mode "${word}". Write failover or drill`);
  }
  if (fromInput !== undefined && fromInput !== word) {
    throw new UsageError(`--mode ${word}: the input says "${fromInput}". Leave --mode out, or change the input`);
  }
  return word;
}

function readDarkAt(text: string | undefined, mode: Mode, durations: Durations): number | undefined {
  if (text === undefined) return mode === 'failover' ? defaultDarkAtMs(durations) : undefined;
  const darkAtMs = readOffset('--dark-at', text, '6h20m');
  refuseBeforeDeployment(durations, darkness(darkAtMs, durations));
  return darkAtMs;
}

function readStartAt(text: string | undefined, darkAtMs: number | undefined, durations: string): number | undefined {
  if (text === undefined) return undefined;
  if (darkAtMs === undefined) return readStart('--start-at', text, '6h25m', durations);
  throw new UsageError(
    '--start-at: it starts five minutes after the primary goes dark. Write --dark-at instead, or --mode drill without it',
  );
}

function readInput(path: string): Input {
  const { value } = readJsonFile(path);
  if (isObject(value)) return value;
  throw new UsageError(`--input: ${path}: the input of an execution is a JSON object such as {"mode": "drill", ...}`);
}

function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
