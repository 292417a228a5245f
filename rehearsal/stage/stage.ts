import type { AssemblyStack } from '../../assembly/read-assembly';
import { createWorld } from '../../simulator/create-world';
import { closeDataStoreOf } from '../../simulator/data/store-of-world';
import type { FaultRule } from '../../simulator/kernel/faults';
import { offerRuntimeSdk } from '../../simulator/services/lambda/runtime/runtime-sdk';
import type { Region, World } from '../../simulator/world';
import type { ClientRequestTemplate } from '../workload/client-request';
import type { RehearsedWorkload } from '../workload/workload';
import { Clients } from './clients';
import { deployEstate } from './deploy-estate';
import type { Estate } from './estate';
import { Operator } from './operator';
import { VIRTUAL_START_MS } from './options';
import { stageClosed } from './stage-closed';

export interface StageOptions {
  /** In deployment order, as `readAssembly` gives them. */
  readonly assembly: readonly AssemblyStack[];
  readonly seed: number;
  /** `default`, `slow`, `fast` or the path of a file. */
  readonly durations: string;
  readonly faults?: readonly FaultRule[];
  /** Where virtual time begins. @default VIRTUAL_START_MS */
  readonly startMs?: number | undefined;
  /**
   * Functions that were bundled without the AWS SDK find one in their runtime, which makes a call ten times cheaper and
   * leaves out the wire. @default false
   */
  readonly runtimeSdk?: boolean | undefined;
}

/**
 * The simulated regions of a cloud assembly: made, deployed into, used and closed here, by every rehearsal, benchmark
 * and test that brings regions up.
 */
export class Stage {
  readonly assembly: readonly AssemblyStack[];
  readonly world: World;
  readonly operator: Operator;
  #estate: Estate | undefined;
  #clients: Clients | undefined;

  /** Regions in which nothing is deployed yet. */
  constructor({
    assembly,
    seed,
    durations,
    faults = [],
    startMs = VIRTUAL_START_MS,
    runtimeSdk = false,
  }: StageOptions) {
    this.assembly = assembly;
    this.world = createWorld({
      seed,
      startMs,
      durations,
      faults,
      accountId: accountOf(assembly),
      regions: regionsOf(assembly),
    });
    if (runtimeSdk) offerRuntimeSdk(this.world);
    this.operator = new Operator(this.world);
  }

  /** Deploys the workload and everything that protects it: what a team has before anything goes wrong. */
  async deploy(workload: RehearsedWorkload): Promise<Estate> {
    await workload.standUp(this.world, this.assembly);
    const estate = await deployEstate(this, workload.release);
    this.#estate = estate;
    await workload.fill(this.world, estate);
    return estate;
  }

  /** Where things are in the two regions. */
  get estate(): Estate {
    if (this.#estate === undefined) throw new Error('Nothing is deployed yet: call deploy() first.');
    return this.#estate;
  }

  get primary(): Region {
    return this.world.region(this.estate.primaryRegion);
  }

  get standby(): Region {
    return this.world.region(this.estate.standbyRegion);
  }

  /** From now on the workload has clients. */
  startClients(template: ClientRequestTemplate): Clients {
    this.#clients = new Clients(this.world, this.estate.PublicName, template);
    this.#clients.start();
    return this.#clients;
  }

  /** The clients that were started. */
  get clients(): Clients {
    if (this.#clients === undefined) throw new Error('No clients use the workload: call startClients() first.');
    return this.#clients;
  }

  /** Stops what runs beside virtual time and removes its files. */
  async close(): Promise<void> {
    this.#clients?.stop();
    await this.world.scheduler.runToEnd(closeDataStoreOf(this.world));
    stageClosed(this);
  }
}

/** Makes a stage, does something on it, and closes it whatever comes of that. */
export async function withStage<Result>(
  options: StageOptions,
  run: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stage = new Stage(options);
  try {
    return await run(stage);
  } finally {
    await stage.close();
  }
}

function accountOf(assembly: readonly AssemblyStack[]): string {
  const accounts = new Set(assembly.map(({ account }) => account));
  const [account, ...others] = accounts;
  if (account === undefined || others.length > 0)
    throw new Error(`A rehearsal takes stacks of one account, not of ${accounts.size}.`);
  return account;
}

/** Of its stacks, each once. */
export function regionsOf(assembly: readonly AssemblyStack[]): readonly string[] {
  return [...new Set(assembly.map(({ region }) => region))].sort();
}
