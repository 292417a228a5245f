import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS } from '../../../infra/entries';
import type { Workflow } from '../play';
import { drawPlay } from './draw-play';
import { invocationsOf, touchesOf } from './touches';

const MACHINES: Readonly<Record<Workflow, string>> = {
  failover: 'regional-failover',
  drill: 'regional-failover',
  'restore-validation': 'restore-validation',
  'backup-failure': 'backup-failure-notification',
};

test('the same seed draws the same play, and the next one another', () => {
  expect(drawPlay(7)).toEqual(drawPlay(7));
  expect({ ...drawPlay(8), seed: 7 }).not.toEqual(drawPlay(7));
});

test.each(Object.entries(MACHINES))('what is aimed at in a %s is in its state machine', (workflow, machine) => {
  const text = readFileSync(join(__dirname, `../../../statemachines/${machine}.asl.json`), 'utf8');
  const aims = (['records', 'global'] as const).flatMap((configuration) => {
    const play = { workflow: workflow as Workflow, configuration, requireApproval: true };
    return [...touchesOf(play), ...invocationsOf(play)].map(({ state }) => state);
  });

  expect(aims.filter((state) => !text.includes(`"${state}": {`))).toEqual([]);
});

test('whoever may die is one of our functions', () => {
  const dying = Object.keys(MACHINES).flatMap((workflow) =>
    (['pilot-light', 'global'] as const).flatMap((configuration) =>
      invocationsOf({ workflow: workflow as Workflow, configuration, requireApproval: false }),
    ),
  );

  expect(dying.filter(({ functionName }) => !(FUNCTIONS as readonly string[]).includes(functionName))).toEqual([]);
});
