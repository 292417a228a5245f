import type { Diagnostic } from '../diagnostic';
import type { JsonObject } from './json';
import { isTerminal, statesOf, targetsOf, type Workflow, workflowsOf } from './workflows';

/**
 * Targets that are no state of their workflow, states that nothing leads to, names that come twice, and a machine that
 * cannot end. What AWS answers to each was measured with ValidateStateMachineDefinition (floci-io/floci#2735 and #2786)
 * and in deployments (badmintoncryer/cdk-preflight, rules/stepfunctions).
 */
export function checkGraph(machine: JsonObject): readonly Diagnostic[] {
  const workflows = [...workflowsOf(machine)];
  return [
    ...duplicateNames(workflows),
    ...duplicateLabels(workflows),
    ...workflows.flatMap(missingTargets),
    // Of the machine alone: a branch without a terminal state is accepted. Without one AWS says nothing of reachability.
    ...(statesOf({ states: workflows[0]?.states ?? {} }).some(([, state]) => isTerminal(state))
      ? workflows.flatMap(unreachableStates)
      : [
          { code: 'MISSING_END_STATE' as const, message: 'Workflow has no terminal state' },
          ...workflows.slice(1).flatMap(unreachableStates),
        ]),
  ];
}

function duplicateNames(workflows: readonly Workflow[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return workflows.flatMap((workflow) =>
    Object.keys(workflow.states).flatMap((name) => {
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      const message = `Duplicate State name: ${name}`;
      return [{ code: 'DUPLICATE_STATE_NAME' as const, message, location: `${workflow.path}/States/${name}` }];
    }),
  );
}

/** Of Map states; the executions of a distributed Map are named by it. */
function duplicateLabels(workflows: readonly Workflow[]): readonly Diagnostic[] {
  const seen = new Set<unknown>();
  return workflows.flatMap((workflow) =>
    statesOf(workflow).flatMap(([name, { Label: label }]) => {
      if (typeof label !== 'string') return [];
      const location = `${workflow.path}/States/${name}/Label`;
      if (seen.has(label))
        return [{ code: 'DUPLICATE_LABEL_NAME' as const, message: `Duplicate Label name: ${label}`, location }];
      seen.add(label);
      return [];
    }),
  );
}

/** AWS writes 'Next' whatever the field is called: Next, Default, StartAt. */
function missingTargets({ node, states, path }: Workflow): readonly Diagnostic[] {
  const written = statesOf({ states }).flatMap(([name, state]) =>
    targetsOf(state).map(({ target, field }) => ({ target, location: `${path}/States/${name}${field}` })),
  );
  const startAt = node['StartAt'];
  const all = typeof startAt === 'string' ? [...written, { target: startAt, location: `${path}/StartAt` }] : written;
  return all
    .filter(({ target }) => !Object.hasOwn(states, target))
    .map(({ target, location }) => ({
      code: 'MISSING_TRANSITION_TARGET',
      message: `Missing 'Next' target: ${target}`,
      location,
    }));
}

function unreachableStates({ node, states, path }: Workflow): readonly Diagnostic[] {
  const targets = new Map(statesOf({ states }).map(([name, state]) => [name, targetsOf(state)]));
  const reached = new Set<string>();
  const pending = [node['StartAt']];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (typeof name !== 'string' || reached.has(name)) continue;
    reached.add(name);
    pending.push(...(targets.get(name) ?? []).map(({ target }) => target));
  }
  return Object.keys(states)
    .filter((name) => !reached.has(name))
    .map((name) => ({
      code: 'MISSING_TRANSITION_TARGET',
      message: `State "${name}" is not reachable.`,
      location: `${path}/States/${name}`,
    }));
}
