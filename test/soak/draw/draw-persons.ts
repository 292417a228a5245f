import type { PersonalAct, Play } from '../play';
import type { Dice } from './dice';

/** Where a person may step in: at the beginning, in the middle, around the switch, and when it is being reported. */
const MOMENTS: Readonly<Record<'failover' | 'drill', readonly string[]>> = {
  failover: ['TakeLock', 'BringUpStandby', 'PollAurora', 'SmokeTestStandby', 'UpdateRoute53', 'PollTraffic', 'Report'],
  drill: ['TakeLock', 'BringUpStandby', 'PollAurora', 'SmokeTestStandby', 'RemoveCluster', 'Report'],
};

/** What persons do in the play, if they do anything. */
export function drawPersons(
  dice: Dice,
  { workflow, requireApproval }: Pick<Play, 'workflow' | 'requireApproval'>,
): readonly PersonalAct[] {
  const answers: readonly PersonalAct[] = requireApproval ? drawAnswer(dice) : [];
  if (workflow !== 'failover' && workflow !== 'drill') return answers;
  if (!dice.isLucky('person', 0.25)) return answers;
  const act = dice.pick('act', [
    'stop',
    'stop',
    'startFailover',
    'startDrill',
    'moveBack',
    'endFailover',
    'removeCluster',
  ] as const);
  const state = dice.pick('moment', MOMENTS[workflow]);
  return [...answers, { act, begins: { state, afterMs: dice.pick('act-after', [0, 0, 5000, 60_000]) } }];
}

/** Yes, no, or nobody says anything: the reminder comes, and after an hour the time is over. */
function drawAnswer(dice: Dice): readonly PersonalAct[] {
  const act = dice.weigh('answer', [
    [70, 'approve'],
    [15, 'reject'],
    [15, undefined],
  ] as const);
  return act === undefined ? [] : [{ act, afterMinutes: dice.pick('answer-after', [0, 1, 5, 20]) }];
}
