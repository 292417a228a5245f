import { DRILL, FailoverStage } from './support/failover-stage';

interface Record {
  readonly evidence: string | undefined;
  readonly trace: string;
}

let first: Record;

beforeAll(async () => {
  first = await drill(7);
});

it('the same seed gives the same evidence and the same trace, byte for byte', async () => {
  const second = await drill(7);

  expect(first.evidence).toBeDefined();
  expect(second.evidence).toBe(first.evidence);
  expect(second.trace === first.trace ? 'the same' : firstDifference(first.trace, second.trace)).toBe('the same');
});

it('another seed gives another trace from the beginning', async () => {
  const stage = await bringUp(8, '10m');
  const other = stage.world.trace.toJsonLines();
  await stage.close();

  expect(other.length).toBeGreaterThan(10_000);
  expect(first.trace.startsWith(other)).toBe(false);
});

/** A drill with faults, so that retries and their jitter are in it. */
async function drill(seed: number): Promise<Record> {
  const stage = await bringUp(seed);
  try {
    const ending = await stage.run(DRILL);
    return { evidence: ending.evidenceText, trace: stage.world.trace.toJsonLines() };
  } finally {
    await stage.close();
  }
}

function bringUp(seed: number, at?: string): Promise<FailoverStage> {
  return FailoverStage.bringUp({
    rows: 'postgres',
    sdk: 'bundled',
    seed,
    at,
    darkAt: null,
    faults: [{ at: 5_000_000, kind: 'throttle', region: 'us-west-2', probability: 0.1 }],
  });
}

function firstDifference(a: string, b: string): string {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const line = left.findIndex((text, index) => text !== right[index]);
  return `line ${line + 1}: ${left[line]} / ${right[line]}`;
}
