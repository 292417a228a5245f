import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import type { HttpRequest } from '../../simulator/network/http';
import { HttpServer } from '../../simulator/wire/http-server';
import { VirtualTimeDriver } from '../../simulator/wire/virtual-time-driver';
import type { World } from '../../simulator/world';
import { installAws } from './aws-command-line';

/** A command that is not run as it is: the account is simulated, and its time is not this machine's. */
export type StandIn = (words: readonly string[]) => Promise<string>;

export interface ScriptResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const Call = z.object({ command: z.string(), words: z.array(z.string()) });

/**
 * A shell in which a page's commands work on a simulated account: `aws` and `pilotlight` over a real socket, `curl`
 * through the simulated DNS, `sleep` by letting virtual time pass; others as they are given.
 */
export class PageShell {
  /** Where its scripts run. */
  readonly directory = mkdtempSync(join(tmpdir(), 'pilot-light-page-'));
  readonly driver: VirtualTimeDriver;
  readonly #world: World;
  readonly #server: HttpServer;
  readonly #standIns: Server;
  readonly #commands: ReadonlyMap<string, StandIn>;
  #environment: Readonly<Record<string, string>> = {};
  #closeAws: () => void = () => undefined;

  static async open(world: World, standIns: Readonly<Record<string, StandIn>> = {}): Promise<PageShell> {
    const shell = new PageShell(world, standIns);
    await shell.#listen();
    return shell;
  }

  private constructor(world: World, standIns: Readonly<Record<string, StandIn>>) {
    this.#world = world;
    this.driver = new VirtualTimeDriver(world.scheduler);
    this.#server = new HttpServer(world, this.driver);
    this.#commands = new Map<string, StandIn>([
      ['curl', (words) => this.#curl(words)],
      [
        'sleep',
        async ([seconds]) => {
          await this.pass(Number(seconds));
          return '';
        },
      ],
      ...Object.entries(standIns),
    ]);
    this.#standIns = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      request.on('end', () => {
        this.#standIn(text).then(
          (answer) => response.end(answer),
          (error: unknown) => response.writeHead(500).end(String(error)),
        );
      });
    });
  }

  async #listen(): Promise<void> {
    const programs = join(this.directory, 'bin');
    mkdirSync(programs);
    for (const name of this.#commands.keys()) {
      writeFileSync(join(programs, name), standInScript(name), { mode: 0o755 });
    }
    this.#closeAws = await installAws(programs);
    const endpoint = await this.#server.listen();
    await new Promise<void>((resolve) => {
      this.#standIns.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#standIns.address() as AddressInfo;
    const { accessKeyId, secretAccessKey } = this.#world.iam.operatorCredentials;
    this.#environment = {
      PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: this.directory,
      STAND_INS: `http://127.0.0.1:${port}`,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_PAGER: '',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
  }

  /** Runs a script as it is pasted into a shell. It ends at the first command that fails. */
  async run(script: string, environment: Readonly<Record<string, string>> = {}): Promise<ScriptResult> {
    // What Node gives a process to write to is a socket, which nobody can open as /dev/stdout.
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', `{ ${script}\n} | cat`], {
      cwd: this.directory,
      env: { ...this.#environment, ...environment },
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

  /** Lets virtual time pass. */
  pass(seconds: number): Promise<void> {
    return this.driver.drive(() => this.#world.scheduler.sleep(seconds * 1000));
  }

  async close(): Promise<void> {
    this.#closeAws();
    await this.#server.close();
    this.#standIns.closeAllConnections();
    await new Promise((resolve) => {
      this.#standIns.close(resolve);
    });
    rmSync(this.directory, { recursive: true });
  }

  async #standIn(call: string): Promise<string> {
    const { command, words } = Call.parse(JSON.parse(call));
    const standIn = this.#commands.get(command);
    if (standIn === undefined) throw new Error(`nothing stands in for ${command}`);
    return await standIn(words);
  }

  /** `curl -sS URL`; `-d BODY`, which makes it a POST; `--connect-to HOST:PORT:HOST:PORT`. */
  async #curl(words: readonly string[]): Promise<string> {
    const address = words.find((word) => word.startsWith('https://'));
    if (address === undefined) throw new Error(`no address in curl ${words.join(' ')}`);
    const url = new URL(address);
    const headers: Record<string, string> = { host: url.host };
    const target = after(words, '--connect-to')?.split(':')[2];
    if (target !== undefined) url.host = target;
    const body = after(words, '-d');
    if (body !== undefined) headers['content-type'] = 'application/json';
    const { network } = this.#world;
    const request: HttpRequest = {
      method: body === undefined ? 'GET' : 'POST',
      url: url.href,
      headers,
      body: new TextEncoder().encode(body ?? ''),
    };
    const origin = { name: 'client:operator', resolver: network.createResolver() };
    const response = await this.driver.drive(() => network.send(request, origin));
    return Buffer.from(response.body).toString();
  }
}

function after(words: readonly string[], option: string): string | undefined {
  return words.includes(option) ? words[words.indexOf(option) + 1] : undefined;
}

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
