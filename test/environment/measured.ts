import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import SuiteEnvironment from './node.js';
import { cpuSecondsOfTree } from '../../bench/process-tree';

type Parameters = ConstructorParameters<typeof SuiteEnvironment>;

/**
 * The suite's environment, which also writes down what a file of tests costs: CPU seconds from its
 * beginning to its end, of the worker and of all that the worker has started. One JSON line a file in SUITE_CPU_FILE.
 */
export default class MeasuredEnvironment extends SuiteEnvironment {
  private cpuSecondsBefore: number;
  private testPath: string;

  constructor(config: Parameters[0], context: Parameters[1]) {
    // One object for all files of a worker: these are of the file that it is now for.
    super(config, context);
    this.cpuSecondsBefore = cpuSeconds();
    this.testPath = relative(config.projectConfig.rootDir, context.testPath);
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    const line = { file: this.testPath, cpuSeconds: cpuSeconds() - this.cpuSecondsBefore };
    // A short line is appended as a whole, whichever worker writes it.
    appendFileSync(process.env['SUITE_CPU_FILE'] ?? '', `${JSON.stringify(line)}\n`);
  }
}

/** Without /proc, of the worker alone. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return cpuSecondsOfTree(process.pid) ?? (user + system) / 1e6;
}
