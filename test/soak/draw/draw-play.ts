import type { ConfigurationName, Durations, PersonalAct, Play, Primary, Trouble, Workflow } from '../play';
import { Dice } from './dice';
import { drawPersons } from './draw-persons';
import { drawTrouble } from './draw-trouble';

/** Three in four plays are about a failover: it is what the product is for. */
const WORKFLOWS: readonly (readonly [number, Workflow])[] = [
  [60, 'failover'],
  [20, 'drill'],
  [12, 'restore-validation'],
  [8, 'backup-failure'],
];
const CONFIGURATIONS: readonly (readonly [number, ConfigurationName])[] = [
  [60, 'pilot-light'],
  [12, 'warm'],
  [12, 'records'],
  [8, 'no-cache'],
  [8, 'no-keeper'],
  [5, 'global'],
];
/** The longer they are, the more virtual time has to be played; what may go wrong is the same. */
const DURATIONS: readonly (readonly [number, Durations])[] = [
  [80, 'brisk'],
  [12, 'fast'],
  [6, 'default'],
  [2, 'slow'],
];
/** A recovery point is in the standby vault by then: the keeper's first, or the plan's. */
const STARTS: Readonly<Record<Durations, readonly number[]>> = {
  brisk: [65, 85],
  fast: [65, 85],
  default: [130, 150],
  slow: [330],
};
/** Without the keeper the first backup is that of 01:00. */
const STARTS_OF_PLAN: Readonly<Record<Durations, number>> = { brisk: 85, fast: 85, default: 130, slow: 330 };

const OVER_THE_WIRE = 0.04;

export function drawPlay(seed: number): Play {
  const dice = new Dice(seed);
  const workflow = dice.weigh('workflow', WORKFLOWS);
  const isFailover = workflow === 'failover' || workflow === 'drill';
  // Where copies take longer than the objective allows, incidents are open all the time.
  const mayBeLong = workflow !== 'backup-failure';
  const durations = dice.weigh('durations', mayBeLong ? DURATIONS : DURATIONS.slice(0, 2));
  const configuration = isFailover ? dice.weigh('configuration', CONFIGURATIONS) : configurationFor(durations);
  const overTheWire = isFailover && durations === 'brisk' && dice.isLucky('wire', OVER_THE_WIRE);
  const requireApproval = workflow === 'failover' && dice.isLucky('approval', 0.15);
  const primary = drawPrimary(dice, workflow, configuration, durations);
  const base = { seed, workflow, configuration, durations, overTheWire, primary, requireApproval };
  const count = dice.weigh('troubles', [
    [45, 1],
    [30, 2],
    [15, 3],
    [10, 4],
  ] as const);
  const troubles = Array.from({ length: count }, (_, index): Trouble => drawTrouble(dice, base, index));
  const persons: readonly PersonalAct[] = isFailover ? drawPersons(dice, base) : [];
  const acceptMinutes = durations === 'slow' || dice.isLucky('accepts', 0.3) ? 360 : null;
  return { ...base, acceptMinutes, troubles: [...troubles, ...failingJob(dice, workflow)], persons };
}

/** A validation has no word that accepts older data: where copies take their time, the objective is a longer one. */
function configurationFor(durations: Durations): ConfigurationName {
  return durations === 'slow' || durations === 'default' ? 'long-objective' : 'pilot-light';
}

/** What an incident is about. */
function failingJob(dice: Dice, workflow: Workflow): readonly Trouble[] {
  return workflow === 'backup-failure' ? [{ kind: 'job', job: dice.pick('job', ['backup', 'copy'] as const) }] : [];
}

function drawPrimary(dice: Dice, workflow: Workflow, configuration: ConfigurationName, durations: Durations): Primary {
  // A validation holds a backup against what the primary wrote down at the full hour before.
  const startMinutes =
    configuration === 'no-keeper' || workflow === 'restore-validation'
      ? STARTS_OF_PLAN[durations]
      : dice.pick('start', STARTS[durations]);
  // With records, traffic moves only while Route 53's control plane in us-east-1 answers.
  const mayBeDark = workflow === 'failover' && configuration !== 'records';
  const isDark = mayBeDark && dice.isLucky('dark', 0.8);
  const backAfterMinutes = isDark && dice.isLucky('back', 0.25) ? dice.between('back-after', 1, 20) : null;
  return { startMinutes, isDark, backAfterMinutes };
}
