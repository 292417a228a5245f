import { fuzz, type FuzzReport } from './fuzz';
import { readOptions } from './options';
import { KINDS } from './wrong-requests';

// As for the command line: the SDK announces its next Node floor in every process.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const USAGE = `Usage: npm run fuzz -- [--requests N] [--seed S]

Sends wrong requests to a server of the simulated regions, each followed by a right one that must be answered right.

  --requests N  how many wrong ones (default 10000)
  --seed S      what is drawn, and what the regions hold (default 1)

Exit code: 1 a bug was found, or the server was killed; 2 a mistake in an option.
`;

async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const options = readOptions(words);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n${USAGE}`);
    return 2;
  }
  const report = await fuzz({
    ...options,
    onProgress: (sent) => process.stderr.write(`${sent} of ${options.requests}\n`),
  });
  process.stdout.write(toText(report));
  return report.findings.length === 0 ? 0 : 1;
}

function toText({ seed, sent, statuses, findings }: FuzzReport): string {
  const lines = KINDS.map((kind) => {
    const counts = Object.entries(statuses[kind]).map(([status, count]) => `${status}: ${count}`);
    return `  ${kind.padEnd(10)} ${counts.join(', ')}`;
  });
  const found = findings.map(
    ({ request, what, problem, sent: text }) =>
      `\nFAIL request ${request}, ${what}: ${problem}\n  ${text}\n  npm run fuzz -- --seed ${seed} --requests ${request}\n`,
  );
  const verdict = findings.length === 0 ? 'pass  no request hurt the server' : `${findings.length} bugs`;
  return `Seed ${seed}, ${sent} wrong requests, each followed by a right one. Answers by kind and status:\n${lines.join('\n')}\n${found.join('')}\n${verdict}\n`;
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
