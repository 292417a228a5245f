import {
  type CorruptionMode,
  type Damage,
  DAMAGES,
  DEFAULT_DAMAGE_AT_MS,
  MODES,
} from '../../rehearsal/corruption/options';
import { type Command, type Summary, readOptions, UsageError } from '../command';
import { summariseCorruption } from '../output/corruption-summary';
import { asUsage, COMMON_OPTIONS, COMMON_USAGE, commonOptions, runRehearsal } from './common';
import { readStart } from './offsets';

const USAGE = `pilotlight rehearse corruption [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, and lets a client damage data of the live
cluster while others go on writing. Somebody starts the state machine corruption-recovery: a cluster is restored beside
the live one as it was before, and compared with it by SQL.

  --mode MODE         inspect (default): what was deleted, changed and added since; rows: the rows are brought back after
                      an approval, and then taken back by the undo; export: the restored cluster is kept and read from
  --damage WHAT       delete (default): a delete with the wrong where; update: an update without one; drop: of a table;
                      migration: two wrong statements in one transaction
  --find              nobody knows when: the damage is done within the four hours after --start-at, at a moment that the
                      seed draws, and the moment is searched for
  --start-at OFFSET   when the damage is done, from the start of virtual time (default 1h15m)
${COMMON_USAGE}

The configuration is the project's own, or that of the file named by the environment variable PILOT_LIGHT_CONFIG.

Exit code: 0 the recovery passed and every check of the rehearsal with it, 1 it failed, 2 usage,
3 the state machine refused: what was asked for cannot be done, and the live cluster is as it was.`;

export const corruption: Command & Summary = {
  name: 'corruption',
  summary: 'a client damages data, and what is missing is found and brought back',
  usage: USAGE,
  async run(words, io) {
    const values = readOptions(
      words,
      {
        ...COMMON_OPTIONS,
        mode: { type: 'string', default: 'inspect' },
        damage: { type: 'string', default: 'delete' },
        find: { type: 'boolean', default: false },
        'start-at': { type: 'string' },
      },
      USAGE,
    );
    const options = asUsage(() => ({
      ...commonOptions(values, io),
      mode: readMode(values.mode),
      damage: readDamage(values.damage),
      find: values.find,
      damageAtMs:
        values['start-at'] === undefined
          ? DEFAULT_DAMAGE_AT_MS
          : readStart('--start-at', values['start-at'], '1h15m', values.durations),
    }));
    return await runRehearsal(
      io,
      values,
      options,
      ['deploy', 'workload', 'trouble', 'recovery', 'aftermath'],
      () => {
        const { rehearseCorruption }: typeof import('../../rehearsal/corruption/rehearse') =
          require('../../rehearsal/corruption/rehearse');
        return (rehearsed, listener) => rehearseCorruption({ ...options, ...rehearsed }, listener);
      },
      summariseCorruption,
    );
  },
};

function readMode(text: string): CorruptionMode {
  const mode = MODES.find((known) => known === text);
  if (mode !== undefined) return mode;
  throw new UsageError(`--mode: there is no mode "${text}". Write ${MODES.join(', ')}`);
}

function readDamage(text: string): Damage {
  const damage = DAMAGES.find((known) => known === text);
  if (damage !== undefined) return damage;
  throw new UsageError(`--damage: there is no damage "${text}". Write ${DAMAGES.join(', ')}`);
}
