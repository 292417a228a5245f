import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSynthesiser, stopSynthesiser } from '../scenarios/support/synthesiser-process';
import { commitHash, readOptions, seedOf, type SoakOptions, SoakUsageError, USAGE } from './options';
import { type Played, playAll } from './players';
import { describeRed, summarise, toText } from './report';

// As for the command line: the SDK announces its next Node floor in every process.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const PROJECT = join(__dirname, '..', '..');

/** `npm run soak`: plays of the product under trouble that nobody has chosen. */
async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (words[0] === '--properties') return properties(words.slice(1));
  return await soak(readOptions(words));
}

async function soak({ runs, seed, seedFrom, jobs, json }: SoakOptions): Promise<number> {
  const say = (text: string) => (json ? process.stderr : process.stdout).write(text);
  say(`${runs} plays, seeds ${seed} to ${seed + runs - 1} (${seedFrom})\n`);
  const directory = mkdtempSync(join(tmpdir(), 'pilot-light-soak-'));
  process.env['PILOT_LIGHT_TEST_SYNTHESISER'] = await startSynthesiser(directory);
  try {
    let count = 0;
    const onPlayed = (played: Played) => {
      count += 1;
      if (played.broken.length > 0) say(describeRed(played));
      if (count % 50 === 0) process.stderr.write(`${count} of ${runs}\n`);
    };
    const seeds = Array.from({ length: runs }, (_, index) => seed + index);
    const report = summarise(await playAll(seeds, jobs, onPlayed), seed);
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : toText(report));
    return report.red === 0 ? 0 : 1;
  } finally {
    await stopSynthesiser();
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Every property with more cases than in `npm test`. PROPERTY_SEED, PROPERTY_RUNS and PROPERTY_PATH repeat what an earlier
 * one did; the words are jest's, such as a file.
 */
function properties(words: readonly string[]): number {
  const { PROPERTY_SEED: seed = String(seedOf(commitHash())), PROPERTY_RUNS: runs = '100' } = process.env;
  process.stdout.write(`PROPERTY_SEED=${seed} PROPERTY_RUNS=${runs}\n`);
  const jest = join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js');
  // As many cases as wished for take as long as they take.
  const args = [jest, '--testTimeout=86400000', ...(words.length > 0 ? words : ['property\\.test\\.ts$'])];
  const env = { ...process.env, PROPERTY_SEED: seed, PROPERTY_RUNS: runs };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isUsage = error instanceof SoakUsageError;
    process.stderr.write(
      isUsage ? `${error.message}\n${USAGE}` : `${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = isUsage ? 2 : 1;
  },
);
