import { aws as remover } from '../../../functions/removeCluster/aws';
import { build as buildRemove } from '../../../functions/removeCluster/handler';
import { aws as restorer } from '../../../functions/restoreAurora/aws';
import { build as buildRestore } from '../../../functions/restoreAurora/handler';
import type { WaitFor } from '../../../functions/shared/fields';
import { aws as targets } from '../../../functions/waitForAvailable/aws';
import { build as buildWait } from '../../../functions/waitForAvailable/handler';
import { context } from '../lambda-context';
import type { SimulatedRds } from './simulated-rds';

/** What a workflow allows, and what it can afford: an execution has 25,000 events, a call costs about ten. */
export const DEADLINE_SECONDS = 12 * 3600;
export const MOST_INVOCATIONS = 1500;

export type Ended =
  | { readonly kind: 'ready'; readonly clusterIdentifier: string; readonly recoveryPointArn: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly error: string; readonly message: string }
  | { readonly kind: 'deadline'; readonly detail: string }
  | { readonly kind: 'stopped' };

export type Outcome = Ended & {
  readonly seconds: number;
  readonly invocations: number;
  readonly longestInvocationSeconds: number;
};

interface Answer {
  readonly phase: string;
  readonly detail: string;
  readonly waitFor: WaitFor | null;
  readonly nextPollSeconds: number;
}

/** Calls the functions as the workflow does: asks, waits for what it is told to, asks again. */
class Workflow<Answered extends Answer> {
  readonly #simulated: SimulatedRds;
  readonly #startMs: number;
  readonly #isOver: () => boolean;
  #invocations = 0;
  #longestInvocationSeconds = 0;
  #detail = '';

  /** @param isOver whether somebody has stopped it */
  constructor(simulated: SimulatedRds, isOver: () => boolean = () => false) {
    this.#simulated = simulated;
    this.#startMs = simulated.now();
    this.#isOver = isOver;
  }

  async run(
    ask: (before: Answered | undefined) => Promise<Answered>,
    toEnd: (answer: Answered) => Ended | undefined,
  ): Promise<Outcome> {
    const end = (ended: Ended): Outcome => ({
      ...ended,
      seconds: this.#seconds(),
      invocations: this.#invocations,
      longestInvocationSeconds: this.#longestInvocationSeconds,
    });
    let before: Answered | undefined;
    while (this.#seconds() < DEADLINE_SECONDS) {
      const answer = await this.#invoke(() => ask(before)).catch((error: unknown) => toError(error));
      if (this.#isOver()) return end({ kind: 'stopped' });
      if (answer instanceof Error) {
        // What may pass is retried, as the workflow does after its pause: it begins again from what is there.
        const isPassing = ['TransientDependencyError', 'ConcurrentUpdateError'].includes(answer.name);
        if (!isPassing) return end({ kind: 'refused', error: answer.name, message: answer.message });
        before = undefined;
        await this.#simulated.pass(60);
        continue;
      }
      const ended = toEnd(answer);
      if (ended !== undefined) return end(ended);
      before = answer;
      this.#detail = answer.detail;
      await this.#wait(answer);
      if (this.#isOver()) return end({ kind: 'stopped' });
    }
    return end({ kind: 'deadline', detail: this.#detail });
  }

  async #wait({ waitFor, nextPollSeconds }: Answer): Promise<void> {
    const wait = buildWait(targets, () => this.#simulated.now());
    let pauseSeconds = nextPollSeconds;
    for (;;) {
      await this.#simulated.pass(pauseSeconds);
      if (waitFor === null || this.#isOver() || this.#seconds() >= DEADLINE_SECONDS) return;
      const poll = await this.#invoke(() => wait({ waitFor, deadlineSeconds: DEADLINE_SECONDS }, context));
      this.#detail = poll.detail;
      if (poll.state !== 'waiting') return;
      pauseSeconds = poll.nextPollSeconds;
    }
  }

  async #invoke<T>(call: () => Promise<T>): Promise<T> {
    this.#invocations += 1;
    const beganAt = this.#seconds();
    try {
      return await this.#simulated.world.scheduler.runToEnd(call());
    } finally {
      this.#longestInvocationSeconds = Math.max(this.#longestInvocationSeconds, this.#seconds() - beganAt);
    }
  }

  #seconds(): number {
    return (this.#simulated.now() - this.#startMs) / 1000;
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

export interface RestoreRequest {
  readonly mode: 'failover' | 'drill';
  readonly failoverId: string;
  readonly fallbackMaxAgeMinutes?: number;
}

export function restore(simulated: SimulatedRds, request: RestoreRequest, isOver?: () => boolean): Promise<Outcome> {
  const handler = buildRestore(restorer, () => simulated.now());
  type Restored = Awaited<ReturnType<typeof handler>>;
  return new Workflow<Restored>(simulated, isOver).run(
    (before) =>
      handler({ ...request, candidates: [...simulated.candidates], progress: before?.progress ?? null }, context),
    ({ phase, clusterIdentifier, recoveryPointArn }) =>
      phase === 'ready' ? { kind: 'ready', clusterIdentifier, recoveryPointArn } : undefined,
  );
}

export function remove(simulated: SimulatedRds, failoverId: string, isOver?: () => boolean): Promise<Outcome> {
  const handler = buildRemove(remover, () => simulated.now());
  type Removed = Awaited<ReturnType<typeof handler>>;
  return new Workflow<Removed>(simulated, isOver).run(
    () => handler({ action: 'remove', failoverId }, context),
    ({ phase }) => (phase === 'gone' ? { kind: 'gone' } : undefined),
  );
}
