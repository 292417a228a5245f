import type { Environment, State } from './contract';
import type { Facts, Reading } from './facts';

/** What a check came to. */
export interface Finding {
  readonly state: State;
  readonly detail: string;
  readonly fix: string | null;
  readonly unread?: true | undefined;
}

/** What is expected: configuration, and where this runs. */
export interface Policy extends Environment {
  readonly region: string;
}

/** One check: pure, over what was found. */
export interface ReadinessCheck {
  readonly name: string;
  judge(facts: Facts, policy: Policy): Finding;
}

export function ready(detail: string): Finding {
  return { state: 'ready', detail, fix: null };
}

export function degraded(detail: string, fix: string): Finding {
  return { state: 'degraded', detail, fix };
}

export function notReady(detail: string, fix: string): Finding {
  return { state: 'not-ready', detail, fix };
}

/** What could not be read says nothing either way: nothing has been found that somebody could put back. */
export function unchecked(why: string, fix = 'Nothing to do yet: the next report reads it again'): Finding {
  return { ...degraded(`could not be read: ${why}`, fix), unread: true };
}

export function whenRead<Value>(reading: Reading<Value>, judge: (value: Value) => Finding, fix?: string): Finding {
  return reading.kind === 'unread' ? unchecked(reading.why, fix) : judge(reading.value);
}

const WORST: Readonly<Record<State, number>> = { ready: 0, degraded: 1, 'not-ready': 2 };

export function severity(state: State): number {
  return WORST[state];
}

export function worst(states: readonly State[]): State {
  return states.reduce((a, b) => (WORST[b] > WORST[a] ? b : a), 'ready');
}

/**
 * The command that puts back what a stack should hold. The CDK knows a stack by its id, which is the same whatever the
 * workload's name is: `PilotLightStandby` for the stack `ShopStandby` (infra/stacks/pilot-light-stack.ts).
 */
export function redeploy(stack: string): string {
  return `npx cdk deploy ${stack.replace(/^.*(?=[A-Z])/, 'PilotLight')} --revert-drift`;
}
