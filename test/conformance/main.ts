import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputFileError } from '../../input/input-file';
import { readCases } from './recorded-case';
import { summarise, toText } from './report';
import { runCase, type Verdict } from './run-case';

const USAGE = 'Usage: npm run conformance -- [DIRECTORY] [--json]\n';
/** Beside the checkout, where it exists. */
const DEFAULT_DIRECTORY = '../shared/asl-cases/cases';

async function main(parameters: readonly string[]): Promise<number> {
  const unknown = parameters.filter((parameter) => parameter.startsWith('-') && parameter !== '--json');
  const directories = parameters.filter((parameter) => !parameter.startsWith('-'));
  if (unknown.length > 0 || directories.length > 1) return complain(`${unknown.join(' ')}\n${USAGE}`.trimStart());
  const directory = resolve(directories[0] ?? DEFAULT_DIRECTORY);
  if (directories.length === 0 && !existsSync(directory)) {
    return complain(`${directory} does not exist: give the directory of the recorded cases.\n${USAGE}`);
  }
  const verdicts: Verdict[] = [];
  for (const recorded of readCases(directory)) verdicts.push(await runCase(recorded));
  const report = summarise(verdicts);
  process.stdout.write(parameters.includes('--json') ? `${JSON.stringify(report)}\n` : toText(report));
  return report.failed === 0 ? 0 : 1;
}

function complain(message: string): number {
  process.stderr.write(message);
  return 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof InputFileError || error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = error instanceof InputFileError ? 2 : 1;
  },
);
