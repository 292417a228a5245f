import { proofKey } from '../../../functions/shared/names';
import { NetworkError } from '../../../simulator/network/network';
import type { FailoverStage } from '../../scenarios/support/failover-stage';

/** Where the public name leads from some moment on, when nothing is cached. */
export interface TrafficChange {
  readonly atMs: number;
  readonly target: string;
  /** Whether by then some execution had proven that the standby works. */
  readonly isProven: boolean;
}

/** What of somebody else's is there, or of ours that no execution has made. */
export type Belongings = ReadonlySet<string>;

/** What happens while a play goes on, which nobody could tell afterwards. */
export class Watch {
  readonly traffic: TrafficChange[] = [];
  /** What there was when an execution reported, by its ARN. */
  readonly reported = new Map<string, Belongings>();
  readonly #stage: FailoverStage;

  constructor(stage: FailoverStage) {
    this.#stage = stage;
    const { world, standby } = stage;
    standby.states.onProgress(({ event, state, executionArn }) => {
      if (!event.endsWith('StateEntered') || (state !== 'Report' && state !== 'Notify')) return;
      const before = state === 'Notify' ? (this.reported.get(executionArn) ?? []) : [];
      this.reported.set(executionArn, new Set([...before, ...belongingsIn(stage)]));
    });
    world.trace.listen((entry) => {
      if (entry.kind !== 'resource' || !(entry.type === 'health-check' || entry.type === 'dns-change')) return;
      world.scheduler.spawn(() => this.#noteTraffic());
    });
  }

  async #noteTraffic(): Promise<void> {
    const { world, estate } = this.#stage;
    const atMs = world.scheduler.now();
    const isProven = this.#isProven();
    const target = await world.network
      .createResolver()
      .resolveCname(estate.PublicName)
      .then(
        ([name]) => name ?? 'nowhere',
        (error: unknown) => {
          if (error instanceof NetworkError) return 'nowhere';
          throw error;
        },
      );
    if (this.traffic.at(-1)?.target !== target) this.traffic.push({ atMs, target, isProven });
  }

  #isProven(): boolean {
    const { standby, estate } = this.#stage;
    const table = standby.dynamoDb.table(estate.LockTableName);
    return standby.states
      .executions(estate.RegionalFailoverArn)
      .some(({ identity }) => table.find({ pk: { S: proofKey(identity.executionArn) } })?.['passed']?.BOOL === true);
  }
}

/** Everything that a play must find again at its end. */
export function belongingsIn({ world }: FailoverStage): Belongings {
  const names = [...world.regions.values()].flatMap((region) => [
    ...[...region.rds.clusters.all.keys()].map((id) => `cluster ${id}`),
    ...[...region.rds.instances.all.keys()].map((id) => `instance ${id}`),
    ...region.elastiCache.caches.map(({ name }) => `cache ${name}`),
    ...region.cloudFormation.stacks.live.map(({ name }) => `stack ${name}`),
    ...region.lambda.functions.all.map(({ arn }) => `function ${arn}`),
    ...[...region.backup.vaults.all.keys()].map((name) => `vault ${name} in ${region.name}`),
  ]);
  return new Set(names);
}
