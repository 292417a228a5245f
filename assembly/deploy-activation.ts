import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type CacheReport, Output as DeployOutput } from '../functions/deployRegionStack/contract';
import { Output as WaitOutput } from '../functions/waitForAvailable/contract';

export interface DeployActivationOptions {
  readonly lambda: Pick<LambdaClient, 'send'>;
  /** Names of the recovery stack's functions: its outputs `DeployRegionStackFunctionName` and `WaitForAvailableFunctionName`. */
  readonly deployFunction: string;
  readonly waitFunction: string;
  /** Names this deployment, and no other: lower-case letters, digits and hyphens, at most 20. */
  readonly id: string;
  readonly pause: (seconds: number) => Promise<void>;
}

export interface DeployedActivation {
  /** What the function says of the stack. */
  readonly detail: string;
  readonly cache: CacheReport;
}

/** Deploying takes four or five steps, each with its waiting. */
const MOST_STEPS = 100;
const MOST_POLLS = 1000;
const DEADLINE_SECONDS = 10_800;
/** A cache takes some minutes. */
const CACHE_PAUSE_SECONDS = 30;

/**
 * Deploys what is published as a failover would, by the functions that a failover calls and with their roles: what is
 * missing is found before the disaster. Nobody is in a hurry here, so a cache that comes by itself is waited for.
 */
export async function deployActivation(options: DeployActivationOptions): Promise<DeployedActivation> {
  const { deployFunction, id, pause } = options;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { phase, detail, waitFor, nextPollSeconds, cache } = DeployOutput.parse(
      await invoke(options, deployFunction, { action: 'warm', id }),
    );
    if (phase === 'ready' && cache.state !== 'creating') return { detail, cache };
    if (phase === 'ready') await pause(CACHE_PAUSE_SECONDS);
    else if (waitFor === null) await pause(nextPollSeconds);
    else await wait(options, waitFor);
  }
  throw new Error(`${deployFunction} is not done after ${MOST_STEPS} steps`);
}

async function wait(options: DeployActivationOptions, waitFor: DeployOutput['waitFor']): Promise<void> {
  const { waitFunction, pause } = options;
  for (let poll = 0; poll < MOST_POLLS; poll += 1) {
    const { state, detail, nextPollSeconds } = WaitOutput.parse(
      await invoke(options, waitFunction, { waitFor, deadlineSeconds: DEADLINE_SECONDS }),
    );
    if (state === 'ready') return;
    if (state !== 'waiting') throw new Error(`The activation stack was not deployed: ${detail}`);
    await pause(nextPollSeconds);
  }
  throw new Error(`${waitFunction} still waits after ${MOST_POLLS} polls`);
}

async function invoke({ lambda }: DeployActivationOptions, FunctionName: string, payload: unknown): Promise<unknown> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  const text = answer.Payload?.transformToString() ?? '';
  if (answer.FunctionError !== undefined) throw new Error(`${FunctionName} failed (${answer.FunctionError}): ${text}`);
  return JSON.parse(text);
}
