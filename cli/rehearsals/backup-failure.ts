import type { FailureKind } from '../../rehearsal/backup-failure/report';
import { type Command, type Summary, readOptions, UsageError } from '../command';
import { summariseBackupFailure } from '../output/backup-failure-summary';
import { asUsage, COMMON_OPTIONS, COMMON_USAGE, commonOptions, runRehearsal } from './common';
import { readStart } from './offsets';

const KINDS: readonly FailureKind[] = ['backup', 'copy', 'expired'];
const MOST_TIMES = 24;

const USAGE = `pilotlight rehearse backup-failure [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, lets backups and copies run for some virtual
hours, and then lets jobs fail: their events and the alarms go through the rules of both regions to the state machine
backup-failure-notification, which notifies, repairs and follows until the standby vault is good again.

  --what KIND         what fails: backup (default), copy, or expired (a backup that cannot start in time)
  --times N           how many jobs of that kind fail, one after the other, repairs included: 1 to ${MOST_TIMES} (default 1)
  --start-at OFFSET   from when on, from the start of virtual time (default 4h50m)
  --from OFFSET       another name of --start-at
${COMMON_USAGE}

With --durations fast, the default here, the keeper of the objective can keep 60 minutes. With slower ones it cannot: an
incident is open already, and the failed jobs are added to it.

The configuration is the project's own, or that of the file named by the environment variable PILOT_LIGHT_CONFIG.

Exit code: 0 every failure was heard, notified once and followed to its end, 1 it was not, 2 usage.`;

export const backupFailure: Command & Summary = {
  name: 'backup-failure',
  summary: 'backups or copies fail, and somebody is notified of what that exposes',
  usage: USAGE,
  async run(words, io) {
    const values = readOptions(
      words,
      {
        ...COMMON_OPTIONS,
        // With copies of 25 minutes, as by default, no schedule keeps an objective of 60: people would know already.
        durations: { type: 'string', default: 'fast' },
        what: { type: 'string', default: 'backup' },
        times: { type: 'string', default: '1' },
        from: { type: 'string' },
        'start-at': { type: 'string' },
      },
      USAGE,
    );
    const options = asUsage(() => ({
      ...commonOptions(values, io),
      what: readKind(values.what),
      times: readTimes(values.times),
      fromMs: readStartAt(values),
    }));
    return await runRehearsal(
      io,
      values,
      options,
      ['deploy', 'workload', 'trouble'],
      () => {
        const { rehearseBackupFailure }: typeof import('../../rehearsal/backup-failure/rehearse') =
          require('../../rehearsal/backup-failure/rehearse');
        return (rehearsed, listener) => rehearseBackupFailure({ ...options, ...rehearsed }, listener);
      },
      summariseBackupFailure,
    );
  },
};

function readStartAt(values: {
  readonly from?: string | undefined;
  readonly 'start-at'?: string | undefined;
  readonly durations: string;
}): number {
  const { from, 'start-at': startAt = '4h50m', durations } = values;
  if (from === undefined) return readStart('--start-at', startAt, '4h50m', durations);
  if (values['start-at'] === undefined) return readStart('--from', from, '4h50m', durations);
  throw new UsageError('--start-at: --from is another name of it. Leave one of them out');
}

function readKind(text: string): FailureKind {
  const kind = KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw new UsageError(`--what: "${text}" cannot fail here. Write one of ${KINDS.join(', ')}`);
}

function readTimes(text: string): number {
  const times = Number(text);
  if (/^\d+$/.test(text) && times >= 1 && times <= MOST_TIMES) return times;
  throw new UsageError(`--times: "${text}" is not a whole number from 1 to ${MOST_TIMES}. Write for example --times 3`);
}
