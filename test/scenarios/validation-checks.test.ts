import { ValidationStage } from './support/validation-stage';

jest.setTimeout(120_000);

test('a check with wrong SQL is a failed check: the others are run, and everything is removed', async () => {
  const scene = await ValidationStage.bringUp({
    validation: {
      checks: [
        { name: 'no such column', sql: 'select total from heartbeats', expect: { atLeast: 1 } },
        { name: 'a reader writes', sql: "delete from heartbeats where client_id = 'Tokyo'", expect: { equals: 0 } },
        { name: 'rows', sql: 'select count(*) from heartbeats', expect: { atLeast: 1_000_000 } },
        {
          name: 'as many as the manifest says',
          sql: 'select count(*) from heartbeats',
          expect: { withinPercentOfManifest: { table: 'public.heartbeats', percent: 5 } },
        },
        {
          name: 'newest',
          sql: 'select max(recorded_at) from heartbeats',
          expect: { newerThanMinutesBeforeRecoveryPoint: 5 },
        },
      ],
    },
  });
  try {
    const { execution, evidence } = await scene.whenScheduled();
    expect(execution).toMatchObject({ status: 'FAILED', error: 'ValidationFailed' });
    expect(evidence.checks.filter(({ passed }) => !passed)).toEqual([
      expect.objectContaining({
        name: 'no such column',
        detail: expect.stringContaining('column "total" does not exist'),
      }),
      expect.objectContaining({
        name: 'a reader writes',
        detail: expect.stringMatching(/permission denied|read-only/),
      }),
      expect.objectContaining({ name: 'rows', detail: expect.stringContaining('expected at least 1000000') }),
    ]);
    expect(evidence.findings).toMatchObject([{ step: 'SmokeTest', cause: expect.stringContaining('no such column') }]);
    expect(scene.clusters).toEqual([]);
    expect(scene.messages.at(-1)?.subject).toBe('pilot-light: restore validation FAILED at SmokeTest');
  } finally {
    await scene.close();
  }
});
