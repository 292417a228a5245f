import type { ChoiceState, Fragment, MachineDefinition, State } from '../../simulator/asl/definition';

/** One step of a state machine as a person follows it: a task, or branches side by side. */
export interface PlannedStep {
  /** Unique in the machine: `BringUpStandby[0]/RestoreAurora`. */
  readonly id: string;
  readonly name: string;
  /** Whether a run passes through it when nothing goes wrong; the others appear when they are entered. */
  readonly expected: boolean;
  /** Empty for a task. */
  readonly branches: readonly PlannedBranch[];
}

export interface PlannedBranch {
  /** The name of its first step. */
  readonly name: string;
  readonly steps: readonly PlannedStep[];
}

/**
 * The steps of a machine, in the order in which they stand in the definition, which is the order in which they run. A
 * task named `Poll…` looks at what another one has started, so it is a step of its own only where nothing else is.
 */
export function planOf(definition: MachineDefinition, mode: string): readonly PlannedStep[] {
  return stepsOf(definition, mode, '');
}

/** The step's name for readers: `PollTraffic` is one look while the machine is in the step `WaitForTraffic`. */
export function stepName(state: string): string {
  return state.replace(/^Poll(?=[A-Z])/, 'WaitFor');
}

export function isLook(state: string): boolean {
  return /^Poll[A-Z]/.test(state);
}

function stepsOf(fragment: Fragment, mode: string, prefix: string): readonly PlannedStep[] {
  const path = happyPath(fragment, mode);
  const leftOut = leftOutBySettings(fragment);
  return Object.entries(fragment.States).flatMap(([name, state]) => {
    if (leftOut.has(name)) return [];
    const expected = path.has(name);
    if (state.Type !== 'Task' && state.Type !== 'Parallel') return [];
    if (isLook(name) && !expected) return [];
    const branches = state.Type === 'Parallel' ? state.Branches : [];
    return [
      {
        id: `${prefix}${name}`,
        name: stepName(name),
        expected,
        branches: branches.map((branch, index) => branchOf(stepsOf(branch, mode, `${prefix}${name}[${index}]/`))),
      },
    ];
  });
}

function branchOf(steps: readonly PlannedStep[]): PlannedBranch {
  return { name: steps[0]?.name ?? 'branch', steps };
}

/** The shortest way through that no error, no refusal and no request for the other mode leads off. */
function happyPath(fragment: Fragment, mode: string): ReadonlySet<string> {
  const cameFrom = new Map<string, string | undefined>([[fragment.StartAt, undefined]]);
  for (const name of cameFrom.keys()) {
    const state = fragment.States[name];
    if (state === undefined || state.Type === 'Fail') continue;
    if (isEnd(state)) return backFrom(name, cameFrom);
    for (const next of nextOf(state, mode, fragment)) if (!cameFrom.has(next)) cameFrom.set(next, name);
  }
  return new Set();
}

function backFrom(end: string, cameFrom: ReadonlyMap<string, string | undefined>): ReadonlySet<string> {
  const path = new Set<string>();
  for (let name: string | undefined = end; name !== undefined; name = cameFrom.get(name)) path.add(name);
  return path;
}

function nextOf(state: State, mode: string, fragment: Fragment): readonly string[] {
  if (state.Type === 'Choice') return answersOf(state, mode, fragment);
  return 'Next' in state && state.Next !== undefined ? [state.Next] : [];
}

/** A rule that asks for this mode is taken, one that asks for the other is not. */
function answersOf({ Choices, Default, Assign }: ChoiceState, mode: string, fragment: Fragment): readonly string[] {
  // A rule whose condition is a setting is known ahead: it is followed, or it is none.
  const settled = Choices.find(({ Condition }) => settledBySetting(Condition) === true);
  if (settled !== undefined) return [settled.Next];
  const rules = Choices.filter((rule) => settledBySetting(rule.Condition) === undefined && !isRefusal(rule)).map(
    ({ Condition, Next }) => ({ Next, asksFor: askedMode(Condition) }),
  );
  const own = rules.filter(({ Next, asksFor }) => {
    const next = fragment.States[Next];
    return asksFor === mode && next !== undefined && next.Type !== 'Fail';
  });
  if (own.length > 0) return own.map(({ Next }) => Next);
  const open = rules.filter(({ asksFor }) => asksFor === undefined || asksFor === mode).map(({ Next }) => Next);
  return Default === undefined || isRefusal({ Assign }) ? open : [...open, Default];
}

/**
 * `{% 'warm' = 'warm' %}`: both sides were written when the machine was deployed. Of a condition that asks for more as
 * well, only a no is known ahead.
 */
function settledBySetting(condition: boolean | string): boolean | undefined {
  const [, left, right, more] =
    typeof condition === 'string' ? (/^\{% '([^']*)' = '([^']*)'( and .*)? %\}$/.exec(condition) ?? []) : [];
  if (left === undefined) return undefined;
  if (left !== right) return false;
  return more === undefined ? true : undefined;
}

/** States to which nothing but rules lead that a setting rules out: this machine never enters them. */
function leftOutBySettings({ States }: Fragment): ReadonlySet<string> {
  const rules = Object.values(States).flatMap((state) => (state.Type === 'Choice' ? state.Choices : []));
  const ruledOut = new Set(
    rules.filter(({ Condition }) => settledBySetting(Condition) === false).map(({ Next }) => Next),
  );
  for (const state of Object.values(States)) {
    const open =
      state.Type === 'Choice'
        ? [
            ...state.Choices.filter(({ Condition }) => settledBySetting(Condition) !== false).map(({ Next }) => Next),
            state.Default,
          ]
        : ['Next' in state ? state.Next : undefined];
    for (const next of open) if (next !== undefined) ruledOut.delete(next);
  }
  return ruledOut;
}

function askedMode(condition: boolean | string): string | undefined {
  return typeof condition === 'string' ? /\$request\.mode = '(\w+)'/.exec(condition)?.[1] : undefined;
}

/** A way out that writes down what is wrong, or that there is nothing to do: a run that does its work takes neither. */
function isRefusal({ Assign }: Pick<ChoiceState, 'Assign'>): boolean {
  return Assign !== undefined && ('caught' in Assign || 'endsEarly' in Assign);
}

function isEnd(state: State): boolean {
  return state.Type === 'Succeed' || ('End' in state && state.End === true);
}
