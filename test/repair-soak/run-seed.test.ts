import { runSeed } from './run-seed';

/** `npm run repair-soak` plays more of them, with a million rows. */
test('5,000 of 100,000 rows come back with their children, while good writes go on and a function dies', async () => {
  const result = await runSeed(1, { accounts: 100_000, regions: 20, goodWrites: 2_000 });
  expect(result.findings).toEqual([]);
  expect(result).toMatchObject({ goodRowsLost: 0, undoRestoresBefore: true });
  expect(result.badRows).toBeGreaterThan(9_000);
});
