import type { Surroundings } from '../shared/create-handler';
import type { Environment, Output } from './contract';

const SOON_SECONDS = 5;

export type Wait = 'stack' | 'stackGone' | null;

export function answer(
  phase: Output['phase'],
  detail: string,
  wait: Wait,
  { environment, now }: Surroundings<Environment>,
): Output {
  const stackName = environment.STACK_NAME;
  const since = new Date(now()).toISOString();
  const waitFor = wait === null ? null : { target: wait, stackName, since };
  return { phase, stackName, detail, waitFor, nextPollSeconds: phase === 'working' ? SOON_SECONDS : 0 };
}
