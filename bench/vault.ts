import Table from 'cli-table3';
import { readAssembly } from '../assembly/read-assembly';
import { synthesise } from '../cli/synthesise';
import { catalogueStatements } from '../rehearsal/year/catalogue-statements';
import { LedgerStore } from '../simulator/data/ledger-store';
import { setDataStoreOf } from '../simulator/data/store-of-world';
import type { Estate } from '../rehearsal/stage/estate';
import { type Stage, withStage } from '../rehearsal/stage/stage';
import { REFERENCE_WORKLOAD } from '../rehearsal/workload/reference';
import type { RecoveryPoint, Vault } from '../simulator/services/backup/model';
import type { World } from '../simulator/world';

const HOUR_MS = 3_600_000;
const SIZES = [100, 10_000, 100_000];

/** What may be found in a vault: how old its newest points are, and how many of those cannot be restored. */
const SITUATIONS = [
  { name: 'the newest is an hour old', newestHours: 1, unusable: 0 },
  { name: 'the newest 50 still copy', newestHours: 1, unusable: 50 },
  { name: 'the newest is 100 days old', newestHours: 2400, unusable: 0 },
] as const;

/**
 * How many pages findLatestRecoveryPoint reads in vaults of different sizes: hourly points, the deployed bundle, over the
 * wire.
 */
export async function measureVault(): Promise<string> {
  const assembly = await synthesise();
  try {
    const stacks = readAssembly(assembly.directory);
    return await withStage({ assembly: stacks, seed: 1, durations: 'default' }, measureAllSizes);
  } finally {
    await assembly.remove();
  }
}

async function measureAllSizes(stage: Stage): Promise<string> {
  const { world } = stage;
  setDataStoreOf(world, new LedgerStore({ statements: catalogueStatements() }));
  const estate = await stage.deploy(REFERENCE_WORKLOAD);
  const sample = await firstCopy(world, estate);
  const table = new Table({
    head: ['pages read, of 1,000 points each', ...SIZES.map((size) => size.toLocaleString('en'))],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, ...situation } of SITUATIONS) {
    const cells = [];
    for (const size of SIZES) cells.push(await measure(world, estate, sample, { size, ...situation }));
    table.push([name, ...cells]);
  }
  return table.toString();
}

interface Sample {
  readonly vault: Vault;
  readonly point: RecoveryPoint;
}

/** One copy as the backup plan makes it: the others are like it. */
async function firstCopy(world: World, estate: Estate): Promise<Sample> {
  const { vaults } = world.region(estate.standbyRegion).backup;
  const find = (): Sample | undefined => {
    for (const vault of vaults.all.values()) {
      for (const point of vault.recoveryPoints.values()) if (point.status === 'COMPLETED') return { vault, point };
    }
    return undefined;
  };
  await world.scheduler.run(() => find() !== undefined, world.scheduler.now() + 6 * HOUR_MS);
  const sample = find();
  if (sample === undefined) throw new Error('No copy came to the standby vault.');
  return sample;
}

async function measure(
  world: World,
  estate: Estate,
  { vault, point }: Sample,
  { size, newestHours, unusable }: { readonly size: number; readonly newestHours: number; readonly unusable: number },
): Promise<string> {
  const { scheduler, trace } = world;
  const newestMs = scheduler.now() - newestHours * HOUR_MS;
  vault.recoveryPoints.clear();
  for (let index = 0; index < size; index += 1) {
    const arn = `${point.arn}-${newestHours}-${unusable}-${index}`;
    const status = index < unusable ? 'CREATING' : 'COMPLETED';
    // Kept for ever, so that none of them is passed over for expiring soon.
    const other = { lifecycle: undefined, createdAt: new Date(newestMs - index * HOUR_MS), expiry: undefined };
    vault.recoveryPoints.set(arn, { ...point, ...other, arn, status });
  }
  const before = trace.entries.length;
  const { functionError, payload } = await scheduler.runToEnd(
    world.region(estate.standbyRegion).lambda.invoke({ functionName: functionOf(world, estate), payload: {} }),
  );
  const expected = `${point.arn}-${newestHours}-${unusable}-${unusable}`;
  const chosen = (payload as { readonly chosen?: { readonly recoveryPointArn?: string } }).chosen?.recoveryPointArn;
  if (functionError !== undefined || chosen !== expected) {
    throw new Error(`expected ${expected}, got ${JSON.stringify(payload)}`);
  }
  const pages = trace.entries
    .slice(before)
    .filter((entry) => entry.kind === 'call' && entry.operation === 'ListRecoveryPointsByBackupVault').length;
  return String(pages);
}

function functionOf(world: World, estate: Estate): string {
  const names = world.region(estate.standbyRegion).lambda.functions.all.map(({ settings }) => settings.functionName);
  const name = names.find((each) => each.endsWith('-findLatestRecoveryPoint'));
  if (name === undefined) throw new Error(`No findLatestRecoveryPoint among ${names.join(', ')}`);
  return name;
}
