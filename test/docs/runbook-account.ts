import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { NetworkError } from '../../simulator/network/network';
import { assemblyDirectory } from '../scenarios/support/assembly';
import { FailoverStage, type FailoverOptions } from '../scenarios/support/failover-stage';
import { itemOf } from '../scenarios/support/traffic';
import { readPage } from './page';
import { commandsOf, lackingIn, type PageCommands, regionsOf } from './page-commands';
import { PageShell, type ScriptResult } from './page-shell';

const PROJECT = join(__dirname, '../..');
const PRIMARY = 'us-east-1';
const PAGE = readPage('RUNBOOK_DR.md');
/** Of which the page says that the simulator lacks them. */
const LACKING = lackingIn(PAGE);

/** What the commands of the page leave to the reader, and the variables of an earlier one. */
export type Values = Readonly<Record<string, string>>;

/** The installed `aws` has not got a command of the page. */
export class TooOldError extends Error {}

/** As AssumeRole answers them. */
export interface SessionCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

/** Which commands, and how they are to be answered. */
export interface Answer {
  readonly only?: RegExp;
  /** @default 0 */
  readonly code?: number;
  /** What AWS or a function of ours refuses them with. */
  readonly refused?: RegExp;
}

/**
 * An account in a disaster, and somebody who follows the runbook in a shell whose default region is the one that is
 * down. The commands run as they stand on the page, with its words in capitals filled in.
 */
export class RunbookAccount {
  readonly stage: FailoverStage;
  readonly #shell: PageShell;
  readonly #commands = commandsOf(PAGE).filter(({ script }) => !LACKING.some((name) => script.includes(name)));
  readonly #followed = new Set<PageCommands>();
  #isTooOld = false;
  #credentials: Readonly<Record<string, string>> = {};

  static async open(options: FailoverOptions): Promise<RunbookAccount> {
    const stage = await FailoverStage.bringUp({ ...options, rows: 'postgres' });
    const { network } = stage.world;
    const shell: PageShell = await PageShell.open(stage.world, {
      // Of `cdk synth`: what it would write is there.
      npx: () => Promise.resolve(''),
      // Of the words the name is the one with a dot; a name server to ask is of no matter to a simulated resolver.
      dig: async (words) => {
        const name = words.find((word) => /^[a-z][a-z.-]*\.[a-z]+$/.test(word)) ?? '';
        const answer = network.createResolver().resolveCname(name);
        const targets = await shell.driver
          .drive(() => answer)
          .catch((error: unknown) => {
            if (error instanceof NetworkError) return [];
            throw error;
          });
        return targets.map((target) => `${name}. 60 IN CNAME ${target}.\n`).join('');
      },
    });
    for (const name of ['cli', 'infra', 'workload']) symlinkSync(join(PROJECT, name), join(shell.directory, name));
    symlinkSync(await assemblyDirectory(options.config), join(shell.directory, 'cdk.out'));
    return new RunbookAccount(stage, shell);
  }

  private constructor(stage: FailoverStage, shell: PageShell) {
    this.stage = stage;
    this.#shell = shell;
  }

  /**
   * Runs what stands under the heading and can be run now: what has not been followed yet and asks no dark region.
   * Returns what was printed.
   * @throws Error when there is nothing, a command is answered in another way, or a function fails
   */
  async follow(heading: string, values: Values = {}, { only = /^/, code = 0, refused }: Answer = {}): Promise<string> {
    const chosen = this.#commands.filter(
      (commands) =>
        commands.heading.replace(/^#+ /, '') === heading &&
        !this.#followed.has(commands) &&
        !this.#asksDarkRegion(commands) &&
        only.test(commands.script),
    );
    if (chosen.length === 0) throw new Error(`nothing is left to follow under "${heading}"`);
    let printed = '';
    for (const commands of chosen) {
      if (refused === undefined) this.#followed.add(commands);
      const result = await this.run(commands.script, values);
      const { stdout, stderr } = result;
      if (stderr.includes('Invalid choice')) {
        this.#isTooOld = true;
        throw new TooOldError(`the installed aws command is too old for line ${commands.line} of the runbook`);
      }
      const isAsExpected =
        refused === undefined
          ? result.code === code && stderr === '' && !stdout.includes('"FunctionError"')
          : refused.test(stdout + stderr);
      if (!isAsExpected) {
        throw new Error(`line ${commands.line} of the runbook: exit code ${String(result.code)}\n${stderr}${stdout}`);
      }
      printed += stdout;
    }
    return printed;
  }

  /** Runs a script in the reader's shell. */
  run(script: string, values: Values = {}): Promise<ScriptResult> {
    const all: Values = { ACCOUNT: this.stage.world.accountId, ...values };
    const filled = script.replaceAll(/(?<!\$)\b[A-Z][A-Z_]+(?![A-Za-z=])/g, (word) => all[word] ?? word);
    // One attempt: where nobody answers, asking again takes time and changes nothing.
    return this.#shell.run(filled, {
      ...values,
      AWS_DEFAULT_REGION: PRIMARY,
      AWS_MAX_ATTEMPTS: '1',
      ...this.#credentials,
    });
  }

  /** The words that a command prints, of the standby region unless it names another. */
  async ask(command: string): Promise<readonly string[]> {
    const region = regionsOf(command).length === 0 ? '--region us-west-2' : '';
    const { stdout } = await this.run(`${command} ${region} --output text`);
    return stdout.trim().split(/\s+/);
  }

  /** The identifier of the failover in the lock. */
  get failoverId(): string {
    return itemOf(this.stage, 'failover')['failoverId'] ?? '';
  }

  /** From now on commands are those of the role whose credentials these are; left out, the operator's again. */
  signIn(credentials?: SessionCredentials): void {
    this.#credentials =
      credentials === undefined
        ? {}
        : {
            AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
            AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey,
            AWS_SESSION_TOKEN: credentials.SessionToken,
          };
  }

  /** Whether the installed `aws` lacked a command. */
  get isTooOld(): boolean {
    return this.#isTooOld;
  }

  /** What nobody has followed. */
  get left(): readonly PageCommands[] {
    return this.#commands.filter((commands) => !this.#followed.has(commands));
  }

  async close(): Promise<void> {
    await this.#shell.close();
    await this.stage.close();
  }

  #asksDarkRegion({ script }: PageCommands): boolean {
    return regionsOf(script).some((region) => this.stage.world.isDark(region));
  }
}
