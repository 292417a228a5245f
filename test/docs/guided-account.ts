import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import { readAssembly } from '../../assembly/read-assembly';
import type { Config } from '../../infra/config/schema';
import { loadAssembly } from '../../simulator/load-assembly';
import { Stage } from '../../rehearsal/stage/stage';
import type { HttpRequest } from '../../simulator/network/http';
import { HttpServer } from '../../simulator/wire/http-server';
import { VirtualTimeDriver } from '../../simulator/wire/virtual-time-driver';
import type { World } from '../../simulator/world';

const PROJECT = join(__dirname, '../..');

/** Commands that are not run as they are: the account is simulated, and its time is not this machine's. */
const STAND_INS = ['npm', 'npx', 'curl', 'sleep'] as const;
const Call = z.object({ command: z.enum(STAND_INS), words: z.array(z.string()) });
type Call = z.output<typeof Call>;

export interface ScriptResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A simulated account with nothing in it but the team's hosted zone, and a shell in which the page's commands work on
 * it: `aws` and `pilotlight` over a real socket, `cdk deploy` by deploying what was synthesised, `curl` through the
 * simulated DNS, `sleep` by letting virtual time pass.
 */
export class GuidedAccount {
  readonly world: World;
  /** What was asked of the stand-ins, in order. */
  readonly calls: string[] = [];
  readonly #stage: Stage;
  readonly #driver: VirtualTimeDriver;
  readonly #server: HttpServer;
  readonly #standIns: Server;
  readonly #directory: string;
  #environment: Readonly<Record<string, string>> = {};

  static async open(assemblyDirectory: string, config: Config): Promise<GuidedAccount> {
    const account = new GuidedAccount(assemblyDirectory, config);
    await account.#listen();
    return account;
  }

  private constructor(assemblyDirectory: string, config: Config) {
    this.#stage = new Stage({ assembly: readAssembly(assemblyDirectory), seed: 1, durations: 'fast' });
    this.world = this.#stage.world;
    this.world.route53.putZone({ id: config.zone.id, name: config.zone.name });
    this.#driver = new VirtualTimeDriver(this.world.scheduler);
    this.#server = new HttpServer(this.world, this.#driver);
    this.#standIns = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      request.on('end', () => {
        this.#standIn(Call.parse(JSON.parse(text))).then(
          (answer) => response.end(answer),
          (error: unknown) => response.writeHead(500).end(String(error)),
        );
      });
    });
    this.#directory = mkdtempSync(join(tmpdir(), 'pilot-light-guide-'));
    for (const name of ['cli', 'infra', 'workload']) symlinkSync(join(PROJECT, name), join(this.#directory, name));
    symlinkSync(assemblyDirectory, join(this.#directory, 'cdk.out'));
    mkdirSync(join(this.#directory, 'bin'));
    for (const name of STAND_INS)
      writeFileSync(join(this.#directory, 'bin', name), standInScript(name), { mode: 0o755 });
    writeFileSync(join(this.#directory, 'bin', 'aws'), AWS_SCRIPT, { mode: 0o755 });
  }

  async #listen(): Promise<void> {
    const endpoint = await this.#server.listen();
    await new Promise<void>((resolve) => {
      this.#standIns.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#standIns.address() as AddressInfo;
    const { accessKeyId, secretAccessKey } = this.world.iam.operatorCredentials;
    this.#environment = {
      PATH: `${join(this.#directory, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: this.#directory,
      STAND_INS: `http://127.0.0.1:${port}`,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_PAGER: '',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
  }

  /**
   * Runs a block as a person does who reads on for a minute and pastes it into a shell. It ends at the first command that
   * fails.
   */
  async run(script: string): Promise<ScriptResult> {
    await this.#pass(60);
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: this.#directory,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    shell.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    return await new Promise((resolve, reject) => {
      shell.once('error', reject);
      shell.once('close', (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  async close(): Promise<void> {
    await this.#server.close();
    this.#standIns.closeAllConnections();
    await new Promise((resolve) => {
      this.#standIns.close(resolve);
    });
    rmSync(this.#directory, { recursive: true });
    await this.#stage.close();
  }

  async #standIn({ command, words }: Call): Promise<string> {
    if (command === 'sleep') {
      await this.#pass(Number(words[0]));
      return '';
    }
    this.calls.push([command, ...words].join(' '));
    if (command === 'curl') return await this.#fetch(words);
    if (words[0] === 'cdk' && words[1] === 'deploy') {
      await this.#deploy(words.slice(2).filter((word) => word !== '--no-rollback'));
    }
    return '';
  }

  #pass(seconds: number): Promise<void> {
    return this.#driver.drive(() => this.world.scheduler.sleep(seconds * 1000));
  }

  async #deploy(names: readonly string[]): Promise<void> {
    const { assembly } = this.#stage;
    const known = assembly.map(({ name }) => name);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`there is no stack ${unknown.join(', ')}`);
    const except = known.filter((name) => !names.includes(name));
    await this.#driver.drive(() => loadAssembly(this.world, assembly, { except }));
  }

  /** `curl -sS URL`, and `-d BODY` with it, which makes it a POST. */
  async #fetch(words: readonly string[]): Promise<string> {
    const url = words.find((word) => word.startsWith('https://'));
    if (url === undefined) throw new Error(`no address in curl ${words.join(' ')}`);
    const body = words[words.indexOf('-d') + 1];
    const isPost = words.includes('-d') && body !== undefined;
    const { network } = this.world;
    const request: HttpRequest = {
      method: isPost ? 'POST' : 'GET',
      url,
      headers: isPost ? { 'content-type': 'application/json' } : {},
      body: new TextEncoder().encode(isPost ? body : ''),
    };
    const origin = { name: 'client:operator', resolver: network.createResolver() };
    const response = await this.#driver.drive(() => network.send(request, origin));
    return Buffer.from(response.body).toString();
  }
}

/** The command itself. Version 1 overlooks AWS_ENDPOINT_URL for RDS in us-east-1, and takes the option. */
const AWS_SCRIPT = `#!/bin/sh
PATH=${'$'}{PATH#*${delimiter}} exec aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"
`;

/** Hands the command on to the test, prints the answer, and fails if there is none. */
function standInScript(command: string): string {
  return `#!${process.execPath}
const body = JSON.stringify({ command: ${JSON.stringify(command)}, words: process.argv.slice(2) });
fetch(process.env.STAND_INS, { method: 'POST', body }).then(async (response) => {
  const answer = await response.text();
  (response.ok ? process.stdout : process.stderr).write(answer);
  process.exitCode = response.ok ? 0 : 1;
});
`;
}
