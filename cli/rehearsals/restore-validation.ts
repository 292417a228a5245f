import { type Command, type Summary, readOptions, UsageError } from '../command';
import { summariseValidation } from '../output/validation-summary';
import { asUsage, COMMON_OPTIONS, COMMON_USAGE, commonOptions, runRehearsal } from './common';
import { readStart } from './offsets';

const USAGE = `pilotlight rehearse restore-validation [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, lets the workload run and its backups be
copied, and lets virtual time pass until the validation's own schedule is due: the newest backup is restored in
isolation, checked with real SQL, and removed again.

  --starts-at TIME    where virtual time begins, such as 2026-02-28T20:00:00Z; every hour of it is simulated
                      (default: five hours before the schedule is due for the first time in 2026)
  --start-at OFFSET   how long after that the schedule is due, instead of five hours: it starts the validation
${COMMON_USAGE}

Exit code: 0 the validation passed and every check of the rehearsal with it, 1 it failed, 2 usage,
3 the state machine refused to begin.`;

export const restoreValidation: Command & Summary = {
  name: 'restore-validation',
  summary: 'the schedule restores the newest backup, checks it and removes it again',
  usage: USAGE,
  async run(words, io) {
    const values = readOptions(
      words,
      { ...COMMON_OPTIONS, 'starts-at': { type: 'string' }, 'start-at': { type: 'string' } },
      USAGE,
    );
    const options = asUsage(() => ({
      ...commonOptions(values, io),
      startMs: readInstant(values['starts-at']),
      startAtMs: readStartAt(values),
    }));
    return await runRehearsal(
      io,
      values,
      options,
      ['deploy', 'workload', 'validation'],
      () => {
        const { rehearseValidation }: typeof import('../../rehearsal/restore-validation/rehearse') =
          require('../../rehearsal/restore-validation/rehearse');
        return (rehearsed, listener) => rehearseValidation({ ...options, ...rehearsed }, listener);
      },
      summariseValidation,
    );
  },
};

function readStartAt(values: {
  readonly 'start-at'?: string | undefined;
  readonly 'starts-at'?: string | undefined;
  readonly durations: string;
}): number | undefined {
  const text = values['start-at'];
  if (text === undefined) return undefined;
  if (values['starts-at'] === undefined) return readStart('--start-at', text, '5h', values.durations);
  throw new UsageError('--start-at: with --starts-at the schedule says when it is due. Leave one of them out');
}

function readInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const atMs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return atMs;
  throw new UsageError(`--starts-at: "${text}" is no time. Write for example --starts-at 2026-02-28T20:00:00Z`);
}
