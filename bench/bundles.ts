import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readAssembly } from '../assembly/read-assembly';
import { table } from '../cli/output/table';
import { synthesise } from '../cli/synthesise';
import { lambdaBundles } from '../assembly/lambda-bundles';

/** A function's bundle may be this large; larger ones start slowly. */
const BUDGET_KB = 900;
const RUNS = 5;

/** Size of every bundle in the synthesised assembly, and how long a new Node process takes to import it (median). */
export async function measureBundles(): Promise<string> {
  const assembly = await synthesise();
  try {
    const rows: string[][] = [];
    // Both regions run the same workload.
    const seen = new Set<string>();
    for (const { name, directory } of lambdaBundles(readAssembly(assembly.directory))) {
      if (seen.has(name)) continue;
      seen.add(name);
      const file = join(directory, 'index.js');
      const kilobytes = statSync(file).size / 1000;
      rows.push([
        name,
        kilobytes.toFixed(0),
        kilobytes <= BUDGET_KB ? 'within' : 'OVER',
        `${await coldImportMs(file)} ms`,
      ]);
    }
    return table(['bundle', 'KB', `budget of ${BUDGET_KB} KB`, `cold import (median of ${RUNS})`], rows);
  } finally {
    await assembly.remove();
  }
}

async function coldImportMs(file: string): Promise<number> {
  const script = `const began = performance.now(); require(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - began))`;
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
    times.push(Number(stdout));
  }
  times.sort((a, b) => a - b);
  return Math.round(times[Math.floor(RUNS / 2)] ?? 0);
}
