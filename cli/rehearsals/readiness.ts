import { BREAKS, type Break } from '../../rehearsal/readiness/breaks';
import { type Command, type Summary, readOptions, UsageError } from '../command';
import { summariseReadiness } from '../output/readiness-summary';
import { asUsage, COMMON_OPTIONS, COMMON_USAGE, commonOptions, runRehearsal } from './common';
import { readOffset } from './offsets';

const USAGE = `pilotlight rehearse readiness [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, lets the hourly schedule look at everything
that a failover needs, breaks something, and reads the next report.

  --break WHAT        what is broken; left out, nothing:
${BREAKS.map(({ name, what }) => `                        ${name.padEnd(14)} ${what}`).join('\n')}
  --at OFFSET         when, from the start of virtual time (default 6h20m)
${COMMON_USAGE}

With --durations fast, the default here, the newest copy is within the objective of 60 minutes. With slower ones it is not
always: readiness says so before anything is broken.

The configuration is the project's own, or that of the file named by the environment variable PILOT_LIGHT_CONFIG.

Exit code: 0 what was broken was named (without --break: everything was ready), 1 it was not, 2 usage.`;

export const readiness: Command & Summary = {
  name: 'readiness',
  summary: 'something that a failover needs is broken, and the next report says so',
  usage: USAGE,
  async run(words, io) {
    const values = readOptions(
      words,
      {
        ...COMMON_OPTIONS,
        // With copies of 25 minutes, as by default, no schedule keeps an objective of 60: not everything would be ready.
        durations: { type: 'string', default: 'fast' },
        break: { type: 'string' },
        at: { type: 'string', default: '6h20m' },
      },
      USAGE,
    );
    const options = asUsage(() => ({
      ...commonOptions(values, io),
      broken: readBreak(values.break),
      atMs: readOffset('--at', values.at, '6h20m'),
    }));
    return await runRehearsal(
      io,
      values,
      options,
      ['deploy', 'workload', 'trouble'],
      () => {
        const { rehearseReadiness }: typeof import('../../rehearsal/readiness/rehearse') =
          require('../../rehearsal/readiness/rehearse');
        return (rehearsed, listener) => rehearseReadiness({ ...options, ...rehearsed }, listener);
      },
      summariseReadiness,
    );
  },
};

function readBreak(text: string | undefined): Break | undefined {
  if (text === undefined) return undefined;
  const found = BREAKS.find(({ name }) => name === text);
  if (found !== undefined) return found;
  throw new UsageError(
    `--break: "${text}" cannot be broken. Write one of ${BREAKS.map(({ name }) => name).join(', ')}`,
  );
}
