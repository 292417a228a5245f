import { DEFAULT_DARK_AT_MS } from '../../simulator/rehearsal/options';
import { rehearse } from '../../simulator/rehearsal/rehearse';
import { type Command, readOptions, UsageError } from '../command';
import { summarise } from '../output/summary';
import { asUsage, COMMON_OPTIONS, COMMON_USAGE, commonOptions, readInput, readOffset, runScenario } from './common';

const USAGE = `pilotlight rehearse [failover] [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, runs the workload for some virtual hours,
takes the primary region dark and starts the regional-failover state machine.

  --mode MODE         failover (default), or drill: everything but traffic, then it takes itself down
  --dark-at OFFSET    when the primary goes dark, from the start of virtual time: 6h20m (default; a drill: never)
  --input FILE        the input of the execution, as JSON, instead of the rehearsal's own
${COMMON_USAGE}

Exit code: 0 the workload serves from the standby and every check passed, 1 it failed, 2 usage,
3 the state machine refused to go on because it was not safe.`;

export const failover: Command = {
  name: 'failover',
  summary: 'the primary region goes dark, or a drill (default)',
  usage: USAGE,
  run(words) {
    const values = readOptions(
      words,
      {
        ...COMMON_OPTIONS,
        mode: { type: 'string', default: 'failover' },
        'dark-at': { type: 'string' },
        input: { type: 'string' },
      },
      USAGE,
    );
    const options = asUsage(() => ({
      ...commonOptions(values),
      mode: readMode(values.mode),
      darkAtMs: readDarkness(values.mode, values['dark-at']),
      input: values.input === undefined ? undefined : readInput(values.input),
    }));
    return runScenario(
      values,
      (assemblyDirectory, listener) => rehearse({ ...options, assemblyDirectory }, listener),
      summarise,
    );
  },
};

function readMode(mode: string): 'failover' | 'drill' {
  if (mode === 'failover' || mode === 'drill') return mode;
  throw new UsageError(`--mode: there is no mode "${mode}". Write failover or drill`);
}

function readDarkness(mode: string, offset: string | undefined): number | undefined {
  if (offset !== undefined) return readOffset('--dark-at', offset);
  return mode === 'failover' ? DEFAULT_DARK_AT_MS : undefined;
}
