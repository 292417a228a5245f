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

it('another seed gives another trace', async () => {
  const other = await drill(8);

  expect(other.trace === first.trace).toBe(false);
  expect(other.evidence).not.toBe(first.evidence);
});

/** A drill with faults, so that retries and their jitter are in it. */
async function drill(seed: number): Promise<Record> {
  const stage = await FailoverStage.bringUp({
    rows: 'postgres',
    sdk: 'bundled',
    seed,
    darkAt: null,
    faults: [{ at: 5_000_000, kind: 'throttle', region: 'us-west-2', probability: 0.1 }],
  });
  try {
    const ending = await stage.run(DRILL);
    return { evidence: ending.evidenceText, trace: stage.world.trace.toJsonLines() };
  } finally {
    await stage.close();
  }
}

function firstDifference(a: string, b: string): string {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const line = left.findIndex((text, index) => text !== right[index]);
  return `line ${line + 1}: ${left[line]} / ${right[line]}`;
}
