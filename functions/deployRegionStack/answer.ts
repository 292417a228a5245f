import type { Surroundings } from '../shared/create-handler';
import type { Environment, Output } from './contract';
import { NO_CACHE } from './cache/report';

const SOON_SECONDS = 5;

export type Wait = 'stack' | 'stackGone' | null;

export interface AnswerOptions {
  /** @default the activation stack */
  readonly stackName?: string;
  /** Until the next call or check. @default soon */
  readonly pauseSeconds?: number | undefined;
}

export function answer(
  phase: Output['phase'],
  detail: string,
  wait: Wait,
  { environment, now }: Surroundings<Environment>,
  { stackName = environment.STACK_NAME, pauseSeconds = SOON_SECONDS }: AnswerOptions = {},
): Output {
  const since = new Date(now()).toISOString();
  return {
    phase,
    stackName,
    detail,
    waitFor: wait === null ? null : { target: wait, stackName, since },
    nextPollSeconds: phase === 'working' ? pauseSeconds : 0,
    cache: NO_CACHE,
  };
}
