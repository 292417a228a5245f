import { type Command, type Summary, readOptions } from '../command';
import { summariseAzFailure } from '../output/az-failure-summary';
import { asUsage, COMMON_OPTIONS, COMMON_USAGE, commonOptions, runRehearsal } from './common';
import { readOffset } from './offsets';

const USAGE = `pilotlight rehearse az-failure [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, and takes the availability zone of the Aurora
writer down for an hour. Clients send a request every three seconds; the events and alarms go through the rules of both regions.

  --no-reader         the reader is removed before: nothing heals by itself, and the operator runs the command of the mail
  --at OFFSET         when, from the start of virtual time (default 2h50m)
${COMMON_USAGE}

The configuration is the project's own, or that of the file named by the environment variable PILOT_LIGHT_CONFIG.

Exit code: 0 every check passed, 1 one did not, 2 usage.`;

export const azFailure: Command & Summary = {
  name: 'az-failure',
  summary: 'the zone of the Aurora writer is lost, and Aurora, or the command of a mail, brings another writer up',
  usage: USAGE,
  async run(words, io) {
    const values = readOptions(
      words,
      {
        ...COMMON_OPTIONS,
        // With copies of 25 minutes, as by default, no schedule keeps an objective of 60: other mails would come, too.
        durations: { type: 'string', default: 'fast' },
        'no-reader': { type: 'boolean', default: false },
        at: { type: 'string', default: '2h50m' },
      },
      USAGE,
    );
    const options = asUsage(() => ({
      ...commonOptions(values, io),
      hasReader: !values['no-reader'],
      atMs: readOffset('--at', values.at, '2h50m'),
    }));
    return await runRehearsal(
      io,
      values,
      options,
      ['deploy', 'workload', 'trouble'],
      () => {
        const { rehearseAzFailure }: typeof import('../../rehearsal/az-failure/rehearse') =
          require('../../rehearsal/az-failure/rehearse');
        return (rehearsed, listener) => rehearseAzFailure({ ...options, ...rehearsed }, listener);
      },
      summariseAzFailure,
    );
  },
};
