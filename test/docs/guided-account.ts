import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../assembly/read-assembly';
import type { Config } from '../../infra/config/schema';
import { loadAssembly } from '../../simulator/load-assembly';
import { Stage } from '../../rehearsal/stage/stage';
import { PageShell, type ScriptResult } from './page-shell';

const PROJECT = join(__dirname, '../..');

/**
 * A simulated account with nothing in it but the team's hosted zone, and a shell in which the guide's commands work on
 * it: `cdk deploy` by deploying what was synthesised.
 */
export class GuidedAccount {
  /** What was asked of the CDK, of npm and of the workload, in order. */
  readonly calls: string[] = [];
  readonly #stage: Stage;
  readonly #shell: PageShell;

  static async open(assemblyDirectory: string, config: Config): Promise<GuidedAccount> {
    const stage = new Stage({ assembly: readAssembly(assemblyDirectory), seed: 1, durations: 'fast' });
    stage.world.route53.putZone({ id: config.zone.id, name: config.zone.name });
    const account: GuidedAccount = new GuidedAccount(
      stage,
      await PageShell.open(stage.world, {
        npm: (words) => account.#npm('npm', words),
        npx: (words) => account.#npm('npx', words),
      }),
    );
    for (const name of ['cli', 'infra', 'workload']) {
      symlinkSync(join(PROJECT, name), join(account.#shell.directory, name));
    }
    symlinkSync(assemblyDirectory, join(account.#shell.directory, 'cdk.out'));
    return account;
  }

  private constructor(stage: Stage, shell: PageShell) {
    this.#stage = stage;
    this.#shell = shell;
  }

  /** Runs a block as a person does who reads on for a minute before it. */
  async run(script: string): Promise<ScriptResult> {
    await this.#shell.pass(60);
    return await this.#shell.run(script);
  }

  async close(): Promise<void> {
    await this.#shell.close();
    await this.#stage.close();
  }

  async #npm(command: string, words: readonly string[]): Promise<string> {
    this.calls.push([command, ...words].join(' '));
    if (words[0] === 'cdk' && words[1] === 'deploy') {
      await this.#deploy(words.slice(2).filter((word) => word !== '--no-rollback'));
    }
    return '';
  }

  async #deploy(names: readonly string[]): Promise<void> {
    const { assembly, world } = this.#stage;
    const known = assembly.map(({ name }) => name);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`there is no stack ${unknown.join(', ')}`);
    const except = known.filter((name) => !names.includes(name));
    await this.#shell.driver.drive(() => loadAssembly(world, assembly, { except }));
  }
}
