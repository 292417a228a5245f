import { type Command, type Summary, readOptions, UsageError } from '../command';
import { summariseDrills } from '../output/drills-summary';
import { asUsage, COMMON_OPTIONS, COMMON_USAGE, commonOptions, runRehearsal } from './common';

const MOST = 8;

const USAGE = `pilotlight rehearse quarterly-drill [OPTIONS]

Synthesises the CDK app and runs the drills of several quarters, each started by the schedule of the templates: two
simulated regions are brought up some hours before each, with the evidence that the drills before have left. Between
drills nothing is simulated. Each drill is compared with those before it.

  --drills N          how many quarters, 1 to ${MOST} (default 3: the first trend is the third drill's)
${COMMON_USAGE}

Faults are in force in every quarter, from the beginning of its regions.

Exit code: 0 every drill passed and every check of the rehearsal with it, 1 one failed, 2 usage.`;

export const quarterlyDrill: Command & Summary = {
  name: 'quarterly-drill',
  summary: 'the schedule runs a drill every quarter, and each is compared with those before it',
  usage: USAGE,
  async run(words, io) {
    const values = readOptions(words, { ...COMMON_OPTIONS, drills: { type: 'string', default: '3' } }, USAGE);
    const options = asUsage(() => ({ ...commonOptions(values, io), drills: readCount(values.drills) }));
    return await runRehearsal(
      io,
      values,
      options,
      ['deploy', 'workload', 'failover'],
      () => {
        const { rehearseDrills }: typeof import('../../rehearsal/quarterly-drill/rehearse') =
          require('../../rehearsal/quarterly-drill/rehearse');
        return (rehearsed, listener) => rehearseDrills({ ...options, ...rehearsed }, listener);
      },
      summariseDrills,
    );
  },
};

function readCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= MOST) return count;
  throw new UsageError(`--drills: "${text}" is not a whole number from 1 to ${MOST}. Write for example --drills 4`);
}
