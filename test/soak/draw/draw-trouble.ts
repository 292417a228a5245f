import type { FailableOperation, Failure } from '../../../simulator/services/rds/injected-failures';
import type { Moment, Play, Trouble } from '../play';
import type { Dice } from './dice';
import { invocationsOf, isPromoted, lastsMs, MOST_CALLS, type Touch, touchesOf } from './touches';

const STANDBY_REGION = 'us-west-2';
const MINUTE_MS = 60_000;

type Asked = Pick<Play, 'workflow' | 'configuration' | 'durations' | 'requireApproval'>;
type Fault = Extract<Trouble, { kind: 'fault' }>;

/** Each aims at something that the execution does. */
export function drawTrouble(dice: Dice, play: Asked, index: number): Trouble {
  const kind = dice.weigh(`kind/${index}`, [
    [64, 'fault'],
    [16, 'crash'],
    [8, 'duplicate'],
    [12, 'refusal'],
  ] as const);
  switch (kind) {
    case 'fault':
      return drawFault(dice, play, index);
    case 'crash': {
      const { state, functionName } = dice.pick(`crash/${index}`, invocationsOf(play));
      return {
        kind,
        begins: { state, afterMs: laterMs(dice, index, state) },
        functionName: `pilot-light-${functionName}`,
        afterCalls: dice.between(`after-calls/${index}`, 0, MOST_CALLS[functionName] ?? 1),
      };
    }
    case 'duplicate': {
      const { state } = dice.pick(`duplicate/${index}`, invocationsOf(play));
      // When the first has been called.
      return { kind, begins: { state, afterMs: 1 + laterMs(dice, index, state) } };
    }
    case 'refusal':
      return play.workflow === 'backup-failure' ? drawFault(dice, play, index) : drawRefusal(dice, play, index);
  }
}

/** What polls is met at any of its turns, everything else at its first. */
function laterMs(dice: Dice, index: number, state: string): number {
  return /^(Poll|WaitForAvailable|RestoreAurora|FailoverGlobalCluster|DeployRegionStack|Remove)/.test(state)
    ? dice.pick(`later/${index}`, [0, 0, 10_000, 30_000])
    : 0;
}

function drawFault(dice: Dice, play: Asked, index: number): Fault {
  const touch = dice.pick(`touch/${index}`, touchesOf(play));
  const kind = kindOf(dice, touch, index);
  const durationMs = dice.betweenMagnitudes(`for/${index}`, 10_000, 20 * MINUTE_MS);
  const scope = scopeOf(dice, touch, kind, index);
  return {
    kind: 'fault',
    begins: beginningOf(dice, play, touch, durationMs, index),
    rule: {
      kind,
      for: scope.isRegion === true ? Math.min(durationMs, 10 * MINUTE_MS) : durationMs,
      region: touch.region ?? STANDBY_REGION,
      ...(scope.service === undefined ? {} : { service: scope.service }),
      ...(scope.operation === undefined ? {} : { operation: scope.operation }),
      // What is called once would mostly be spared by a low one.
      probability:
        kind === 'partition'
          ? 1
          : dice.pick(`probability/${index}`, touch.from === touch.to ? [0.5, 1, 1] : [0.2, 0.5, 1]),
      ...(kind === 'delay' ? { delaySeconds: dice.betweenMagnitudes(`delay/${index}`, 1, 60) } : {}),
      ...(touch.service === 'dns' && kind === 'error'
        ? { code: dice.pick(`code/${index}`, ['ESERVFAIL', 'EREFUSED', 'ETIMEOUT'] as const) }
        : {}),
    },
  };
}

function kindOf(dice: Dice, { service }: Touch, index: number): Fault['rule']['kind'] {
  // A resolver does not throttle.
  if (service === 'dns') return dice.pick(`fault-kind/${index}`, ['error', 'drop'] as const);
  return dice.weigh(`fault-kind/${index}`, [
    [25, 'error'],
    [25, 'throttle'],
    [25, 'drop'],
    [12, 'delay'],
    [13, 'partition'],
  ] as const);
}

/** One operation where the touch names one, else the service; sometimes everything in the region. */
function scopeOf(
  dice: Dice,
  { service, operation, region }: Touch,
  kind: Fault['rule']['kind'],
  index: number,
): { readonly service?: string; readonly operation?: string; readonly isRegion?: boolean } {
  const isEverything = service !== 'dns' && region === undefined && dice.isLucky(`everything/${index}`, 0.12);
  if (isEverything) return { isRegion: kind === 'partition' };
  const isOperation = operation !== undefined && dice.isLucky(`operation/${index}`, 0.6);
  return isOperation ? { service, operation } : { service };
}

/** So that the fault is on at an instant at which the service is called. */
function beginningOf(dice: Dice, play: Asked, touch: Touch, durationMs: number, index: number): Moment {
  const { state, nth, from, to } = touch;
  const calledMs = lastsMs(state, play.durations) * (from + (to - from) * dice.next(`called/${index}`));
  const earlierMs = dice.isLucky(`at-once/${index}`, 0.5) ? 0 : dice.next(`earlier/${index}`) * durationMs;
  const afterMs = Math.max(0, Math.round(calledMs - earlierMs));
  return nth === undefined ? { state, afterMs } : { state, nth, afterMs };
}

interface Refusal {
  readonly operation: FailableOperation;
  readonly failure: Failure;
}

/** What RDS answers when it is well and does not want to. */
const REFUSALS: readonly Refusal[] = [
  {
    operation: 'RestoreDBClusterFromSnapshot',
    failure: {
      kind: 'error',
      code: 'InsufficientDBClusterCapacityFault',
      message: 'There is not enough capacity',
      status: 403,
    },
  },
  {
    operation: 'RestoreDBClusterFromSnapshot',
    failure: { kind: 'error', code: 'InvalidRestoreFault', message: 'Cannot restore from the snapshot' },
  },
  { operation: 'RestoreDBClusterFromSnapshot', failure: { kind: 'status', status: 'migration-failed' } },
  {
    operation: 'CreateDBInstance',
    failure: {
      kind: 'error',
      code: 'InsufficientDBInstanceCapacityFault',
      message: 'There is not enough capacity',
      status: 400,
    },
  },
  { operation: 'CreateDBInstance', failure: { kind: 'status', status: 'insufficient-capacity' } },
];

function drawRefusal(dice: Dice, play: Asked, index: number): Trouble {
  const isShortage = play.workflow === 'failover' && dice.isLucky(`shortage/${index}`, 0.3);
  if (isShortage)
    return {
      kind: 'shortage',
      zone: dice.pick(`zone/${index}`, ['us-west-2a', 'us-west-2a', 'us-west-2b']),
      isRefused: dice.isLucky(`refused/${index}`, 0.5),
      minutes: dice.betweenMagnitudes(`shortage-for/${index}`, 5, 60),
    };
  const refusals = isPromoted(play) ? REFUSALS.filter(({ operation }) => operation === 'CreateDBInstance') : REFUSALS;
  const { operation, failure } = dice.pick(`refusal/${index}`, refusals);
  return { kind: 'refusal', operation, failure, times: dice.between(`times/${index}`, 1, 2) };
}
