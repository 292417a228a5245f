import type { RepairSize } from './estate';
import { runSeed } from './run-seed';

// As for the command line: the SDK announces its next Node floor in every process.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const USAGE = `Usage: npm run repair-soak -- [--seeds N] [--seed S] [--accounts A]

  --seeds N     how many seeds (default 20)
  --seed S      the first of them (default 1)
  --accounts A  rows of the damaged table (default 1000000): a twentieth of them is deleted, with two tables of children
`;

/** `npm run repair-soak`: rows come back and are taken away again, under what a seed draws. */
async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [seeds, first, accounts] = [
    numberOf(words, '--seeds', 20),
    numberOf(words, '--seed', 1),
    numberOf(words, '--accounts', 1_000_000),
  ];
  if (seeds === undefined || first === undefined || accounts === undefined || accounts < 10_000) {
    process.stderr.write(USAGE);
    return 2;
  }
  const size: RepairSize = { accounts, regions: 20, goodWrites: Math.floor(accounts / 50) };
  let red = 0;
  for (let seed = first; seed < first + seeds; seed += 1) {
    const startedMs = performance.now();
    const { findings, ...result } = await runSeed(seed, size);
    red += findings.length > 0 ? 1 : 0;
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    process.stdout.write(`${JSON.stringify({ ...result, findings, seconds })}\n`);
    if (findings.length > 0)
      process.stdout.write(`Again: npm run repair-soak -- --seed ${seed} --seeds 1 --accounts ${accounts}\n`);
  }
  process.stdout.write(`${seeds} seeds, ${red} red\n`);
  return red === 0 ? 0 : 1;
}

/** Undefined for what is no whole number. */
function numberOf(words: readonly string[], option: string, otherwise: number): number | undefined {
  const index = words.indexOf(option);
  if (index === -1) return otherwise;
  const text = words[index + 1] ?? '';
  return /^\d{1,8}$/.test(text) && Number(text) >= 1 ? Number(text) : undefined;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
