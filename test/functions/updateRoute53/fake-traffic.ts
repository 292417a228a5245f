import type { Traffic } from '../../../functions/updateRoute53/aws';
import type { Input, Output } from '../../../functions/updateRoute53/contract';
import type { Decision } from '../../../functions/updateRoute53/decision';
import { build } from '../../../functions/updateRoute53/handler';
import type { TrafficRecord } from '../../../functions/updateRoute53/plan-records';
import { ConcurrentUpdateError } from '../../../functions/shared/errors';
import type { HttpAnswer } from '../../../functions/shared/http-check';
import type { LockChange, LockItem, Serves } from '../../../functions/shared/lock-table';
import { context, EXECUTION, NOW, setEnvironment } from '../lambda-context';

export const CHECK = {
  name: 'primary answers /health',
  kind: 'http',
  url: 'https://app.example.com/health',
  connectTo: 'api-primary.example.com',
  expectJson: { status: 'ok' },
};

/** A Lambda in `healthCheck` mode, or with the given variables. */
export function inMode(variables: Readonly<Record<string, string>> = { TRAFFIC_MODE: 'healthCheck' }): void {
  setEnvironment({
    WORKLOAD_NAME: 'pilot-light',
    LOCK_TABLE_NAME: 'lock',
    PROOF_MAX_AGE_MINUTES: '60',
    PRIMARY_CHECKS: JSON.stringify([CHECK]),
    FUNCTION_NAME: 'pilot-light-updateRoute53',
    ...variables,
  });
}

export const RECORDS_MODE = {
  TRAFFIC_MODE: 'records',
  HOSTED_ZONE_ID: 'Z1',
  PUBLIC_NAME: 'app.example.com',
  PRIMARY_TARGET: 'api-primary.example.com',
  STANDBY_TARGET: 'api-standby.example.com',
};

export const RUNNING: LockItem = {
  owner: EXECUTION,
  status: 'RUNNING',
  mode: 'failover',
  failoverId: '20261122-023000',
  servedAt: 'never',
};

/** How the answer to a call is: it takes effect and is lost, or it is refused and does nothing. */
type Trouble = { readonly kind: 'lost' | 'refused'; readonly error: Error };

/** Lock table, CloudWatch, Route 53, Step Functions and the primary region, in memory. */
export class FakeTraffic implements Traffic {
  nowMs = NOW;
  lockItem: LockItem | undefined = RUNNING;
  proofItem: LockItem | undefined = {
    executionArn: EXECUTION,
    suite: 'standby',
    region: 'us-west-2',
    passed: 'true',
    finishedAt: new Date(NOW).toISOString(),
  };
  stored: Decision | undefined;
  /** What was written, in order. */
  readonly written: Decision[] = [];
  /** Values of the switch metric that CloudWatch has accepted, with the time that they are of. */
  readonly datapoints: { readonly value: number; readonly atMs: number }[] = [];
  atWork: boolean | Error = true;
  primary: (attempt: number) => HttpAnswer | Error = () => ({ status: 200, body: '{"status":"ok"}' });
  asked = 0;
  recordSets: readonly TrafficRecord[] = [];
  readonly changes: string[] = [];
  /** Of the next calls by name; the last one stays. */
  readonly troubles: Partial<
    Record<'putSwitchMetric' | 'changeRecords' | 'updateLock' | 'records', Trouble | undefined>
  > = {};
  /** Called before a write is checked: what happens in between. */
  meanwhile: () => void = () => undefined;

  call(input: object): Promise<Output> {
    return build(this, () => this.nowMs)(input satisfies object as Input, context);
  }

  pass(minutes: number): void {
    this.nowMs += minutes * 60_000;
  }

  lock = async (): Promise<LockItem | undefined> => this.lockItem;
  proof = async (): Promise<LockItem | undefined> => this.proofItem;
  decision = async (): Promise<Decision | undefined> => this.stored;

  async updateLock(_: string, { set, where }: LockChange): Promise<boolean> {
    return this.#effect('updateLock', () => {
      const item = this.lockItem;
      if (item === undefined || Object.entries(where).some(([name, value]) => item[name] !== value)) return false;
      this.lockItem = { ...item, ...set };
      return true;
    });
  }

  async write(_: string, decision: Decision, replaces: Decision | undefined): Promise<void> {
    const meanwhile = this.meanwhile;
    this.meanwhile = () => undefined;
    meanwhile();
    if (JSON.stringify(this.stored) !== JSON.stringify(replaces))
      throw new ConcurrentUpdateError('somebody else has decided');
    this.stored = decision;
    this.written.push(decision);
  }

  async isAtWork(): Promise<boolean> {
    if (this.atWork instanceof Error) throw this.atWork;
    return this.atWork;
  }

  async putSwitchMetric(_: string, serves: Serves, at: Date): Promise<void> {
    this.#effect('putSwitchMetric', () =>
      this.datapoints.push({ value: serves === 'standby' ? 1 : 0, atMs: at.getTime() }),
    );
  }

  async hasStandbyDatapoint(_: string, sinceMs: number): Promise<boolean> {
    return this.datapoints.some(({ value, atMs }) => value === 1 && atMs >= Math.floor(sinceMs / 60_000) * 60_000);
  }

  async records(): Promise<readonly TrafficRecord[]> {
    return this.#effect('records', () => this.recordSets);
  }

  async changeRecords(_: string, change: { readonly records: readonly TrafficRecord[]; readonly comment: string }) {
    return this.#effect('changeRecords', () => {
      this.recordSets = change.records;
      this.changes.push(change.comment);
      return `C${this.changes.length}`;
    });
  }

  changeStatus = async (): Promise<'PENDING' | 'INSYNC' | 'gone'> => 'INSYNC';

  async http(): Promise<HttpAnswer> {
    this.asked += 1;
    const answer = this.primary(this.asked);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  async pause(durationMs: number): Promise<void> {
    this.nowMs += durationMs;
  }

  get values(): readonly number[] {
    return this.datapoints.map(({ value }) => value);
  }

  #effect<Result>(call: keyof FakeTraffic['troubles'], act: () => Result): Result {
    const trouble = this.troubles[call];
    if (trouble?.kind === 'refused') throw trouble.error;
    const result = act();
    if (trouble?.kind === 'lost') throw trouble.error;
    return result;
  }
}
