import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { DRILL, FAILOVER, type FailoverStage } from '../../scenarios/support/failover-stage';
import { itemOf, MOVE_BACK } from '../../scenarios/support/traffic';
import type { Act, PersonalAct, Play } from '../play';
import { insist } from './insist';
import type { Moments } from './moments';

/** How often a person who may be asked reads mail. */
const LOOKS_EVERY_MS = 15_000;

/** What a person did, and what came of it. */
export interface Done {
  readonly act: PersonalAct['act'];
  readonly atMs: number;
  /** Undefined: it worked. */
  readonly refusal: string | undefined;
}

export class Persons {
  readonly done: Done[] = [];
  readonly #stage: FailoverStage;
  readonly #acceptMinutes: number | null;
  #atWork = 0;

  constructor(stage: FailoverStage, moments: Moments, { persons, acceptMinutes }: Play) {
    this.#stage = stage;
    this.#acceptMinutes = acceptMinutes;
    for (const personal of persons) {
      if ('begins' in personal)
        moments.at(personal.begins, (arn) => this.#do(personal.act, () => this.#act(personal.act, arn)));
      else {
        const { act, afterMinutes } = personal;
        moments.at({ state: 'AskForApproval', afterMs: 0 }, (arn) =>
          this.#do(
            act,
            () => this.#answer(arn, act === 'approve'),
            () => this.#asked(arn, afterMinutes),
          ),
        );
      }
    }
  }

  get areAtWork(): boolean {
    return this.#atWork > 0;
  }

  #do(act: PersonalAct['act'], perform: () => Promise<unknown>, moment = () => Promise.resolve()): void {
    const { world } = this.#stage;
    this.#atWork += 1;
    world.scheduler.spawn(async () => {
      await moment();
      const atMs = world.scheduler.now();
      const refusal = await insist(world, perform).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      this.done.push({ act, atMs, refusal });
      this.#atWork -= 1;
    });
  }

  async #act(act: Act, executionArn: string): Promise<unknown> {
    const { operator, estate } = this.#stage;
    const states = operator.states(estate.standbyRegion);
    switch (act) {
      case 'stop':
        return await states.send(new StopExecutionCommand({ executionArn, cause: 'a person stopped it' }));
      case 'startFailover':
      case 'startDrill': {
        const input =
          act === 'startDrill' ? DRILL : { ...FAILOVER, acceptRecoveryPointAgeMinutes: this.#acceptMinutes };
        const command = { stateMachineArn: estate.RegionalFailoverArn, name: act, input: JSON.stringify(input) };
        return await states.send(new StartExecutionCommand(command));
      }
      case 'moveBack':
        return await this.#invoke('updateRoute53', { ...MOVE_BACK, force: true });
      case 'endFailover':
        return await this.#invoke('endFailover', {
          action: 'end',
          failoverId: this.#failoverId,
          requestedBy: 'Ada',
          reason: 'a test',
        });
      case 'removeCluster':
        return await this.#invoke('removeCluster', { action: 'remove', failoverId: this.#failoverId });
    }
  }

  /** So many minutes after the mail; or the execution has ended without one. */
  async #asked(executionArn: string, afterMinutes: number): Promise<void> {
    const { world, standby } = this.#stage;
    const isAsked = () => this.#stage.inbox.some(({ subject = '' }) => subject.includes(': approve the failover'));
    const { states } = standby;
    while (!isAsked() && states.execution(executionArn).result === undefined)
      await world.scheduler.sleep(LOOKS_EVERY_MS);
    await world.scheduler.sleep(afterMinutes * 60_000);
  }

  #answer(executionArn: string, approved: boolean): Promise<unknown> {
    return this.#invoke('reportExecution', { action: 'answer', executionArn, approved, by: 'Ada' });
  }

  get #failoverId(): string {
    return itemOf(this.#stage, 'failover')['failoverId'] ?? 'none';
  }

  async #invoke(folder: string, input: object): Promise<unknown> {
    const command = new InvokeCommand({ FunctionName: `pilot-light-${folder}`, Payload: JSON.stringify(input) });
    const answer = await this.#stage.operator.lambda(this.#stage.estate.standbyRegion).send(command);
    const text = answer.Payload?.transformToString() ?? '';
    if (answer.FunctionError === undefined) return text;
    // A person who is told that something does not answer asks again.
    const name = /TransientDependencyError|ConcurrentUpdateError|Sandbox|Runtime/.test(text)
      ? 'UnreachableError'
      : 'Error';
    throw Object.assign(new Error(text), { name });
  }
}
