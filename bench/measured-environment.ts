import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import { cpuSecondsOfTree } from './process-tree';

type Parameters = ConstructorParameters<typeof TestEnvironment>;

/**
 * Jest's environment for Node, which also writes down what a file of tests costs: CPU seconds from the making of its
 * environment to its end, of the worker and of all that the worker has started. One JSON line a file in SUITE_CPU_FILE.
 */
export default class MeasuredEnvironment extends TestEnvironment {
  readonly #before = cpuSeconds();
  readonly #testPath: string;

  constructor(config: Parameters[0], context: Parameters[1]) {
    super(config, context);
    this.#testPath = relative(config.projectConfig.rootDir, context.testPath);
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    const line = { file: this.#testPath, cpuSeconds: cpuSeconds() - this.#before };
    // A short line is appended as a whole, whichever worker writes it.
    appendFileSync(process.env['SUITE_CPU_FILE'] ?? '', `${JSON.stringify(line)}\n`);
  }
}

/** Without /proc, of the worker alone. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return cpuSecondsOfTree(process.pid) ?? (user + system) / 1e6;
}
