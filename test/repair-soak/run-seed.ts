import { RepairStage } from '../functions/applyRows/repair-stage';
import { Dice } from '../soak/draw/dice';
import { Comparisons } from './comparisons';
import { fingerprints, plus, type RepairSize, tablesOf, write } from './estate';
import { Faults, GoodWrites } from './troubles';

export interface SeedResult {
  readonly seed: number;
  readonly badRows: number;
  readonly restoredRows: number;
  readonly goodRowsLost: number;
  /** Rows to bring back that a comparison after the repair still finds deleted. */
  readonly missingAfter: number;
  readonly undoRestoresBefore: boolean;
  /** What went wrong on the way, of what was drawn. */
  readonly met: readonly string[];
  readonly transactions: number;
  readonly dataApiCalls: number;
  /** What does not hold: nothing, where all is well. */
  readonly findings: readonly string[];
}

/**
 * A table with two children; a region's accounts are deleted by one statement, with their children; good writes go on before,
 * after and during the repair; a function dies and answers are lost where the seed says so. What must hold is counted by SQL
 * over a connection that the function does not use.
 */
export async function runSeed(seed: number, size: RepairSize): Promise<SeedResult> {
  const stage = new RepairStage();
  try {
    return await play(stage, new Dice(seed), seed, size);
  } finally {
    await stage.close();
  }
}

async function play(stage: RepairStage, dice: Dice, seed: number, size: RepairSize): Promise<SeedResult> {
  const { accounts, regions, goodWrites } = size;
  const comparisons = new Comparisons(stage, size);
  await stage.openLive(tablesOf(size));
  const region = dice.between('region', 0, regions - 1);
  await write(stage, dice, size, region, dice.between('moment', 0, Math.floor(goodWrites / 4)), 0);
  await stage.restoreNow();
  await comparisons.begin();
  await stage.run(`DELETE FROM accounts WHERE region = ${region} AND id <= ${accounts}`);
  await write(stage, dice, size, region, goodWrites, 1);
  await stage.run(
    `INSERT INTO accounts SELECT n, ${region}, 'made again', 0, 3 FROM generate_series(1, ${accounts}) n
      WHERE n % ${regions} = ${region} ORDER BY n LIMIT ${dice.between('again', 0, 5)}`,
  );
  const madeAgain = (await stage.column('SELECT id FROM accounts WHERE stamp = 3')).map(Number);

  const compared = await comparisons.before();
  const counted = await comparisons.counted();
  const bad = `region = ${region} AND id <= ${accounts}`;
  const children = `account IN (SELECT id FROM accounts WHERE ${bad})`;
  const request = { where: { 'public.accounts': bad, 'public.orders': children, 'public.payments': children } };
  const damaged = await fingerprints(stage, 'live', size);
  const only = { accounts: bad, children, madeAgain };
  const lost = await fingerprints(stage, 'restored', size, { ...only, busyToo: false });
  const all = await fingerprints(stage, 'restored', size, { ...only, busyToo: true });
  const badRows = all.reduce((sum, { rows }) => sum + rows, 0);

  process.env['ROWS_PER_TRANSACTION'] = String(dice.pick('transaction', [250_000, Math.ceil(badRows / 3)]));
  const plan = await stage.plan(request);
  const faults = new Faults(dice, badRows, plan.transactions);
  const during = new GoodWrites(stage, size, region);
  stage.fault = (call) => faults.of(call);
  stage.before = () => during.step();
  const calls = stage.calls.length;
  const applied = await stage.apply(plan.planId, request);
  const written = during.steps;
  const dataApiCalls = stage.calls.length - calls;
  const repaired = await fingerprints(stage, 'live', size);
  stage.before = async () => undefined;
  const comparedAfter = await comparisons.after();
  const [missing, countedAfter] = [comparisons.missing(region), await comparisons.counted()];
  const [goodRowsLost, expected] = [await during.lost(), damaged.map((each, index) => plus(each, lost[index]))];
  stage.before = () => during.step();
  const undone = await stage.undo();
  const after = await fingerprints(stage, 'live', size);

  const findings = [
    ...check('plan has blockers', plan.blockers, []),
    ...check('comparison before the repair', compared, counted),
    ...check('counts of the plan', [plan.counts.insert, plan.counts.update], [badRows, 0]),
    ...check('end of the repair', [applied.phase, applied.inserted, applied.updated], ['done', badRows, 0]),
    ...check('tables after the repair', repaired, expected),
    ...check('comparison after the repair', comparedAfter, {
      deleted: countedAfter.deleted,
      changed: [(counted.changed[0] ?? 0) + written, 0, 0],
      added: countedAfter.added,
    }),
    ...check('missing after the repair', missing, [0, 0, 0]),
    ...check('good rows lost', [goodRowsLost, await during.lost()], [0, 0]),
    ...check('end of the undo', [undone.phase, undone.removed, undone.keptNewer], ['done', badRows, 0]),
    ...check('tables after the undo', after, damaged),
    ...check('faults that did not happen', faults.left(), []),
  ];
  return {
    seed,
    badRows,
    restoredRows: applied.inserted,
    goodRowsLost,
    missingAfter: missing.reduce((sum, rows) => sum + rows, 0),
    undoRestoresBefore: JSON.stringify(after) === JSON.stringify(damaged),
    met: faults.met,
    transactions: applied.transactions,
    dataApiCalls,
    findings,
  };
}

function check(what: string, found: unknown, expected: unknown): readonly string[] {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  return is === should ? [] : [`${what}: ${is} instead of ${should}`];
}
