import { readAssembly } from '../../assembly/read-assembly';
import { parseDuration } from '../../simulator/kernel/virtual-duration';
import { type Stage, withStage } from '../../rehearsal/stage/stage';
import { HttpServer } from '../../simulator/wire/http-server';
import { VirtualTimeDriver } from '../../simulator/wire/virtual-time-driver';
import { type Command, readOptions, UsageError } from '../command';
import { readRehearsedConfiguration } from '../configuration';
import { portProblem, requireFreePort } from '../free-port';
import { readOwnWorkload, synthesiseRehearsed } from '../rehearsed';
import { asUsage, optionsAsUsage } from '../rehearsals/common';

const USAGE = `pilotlight simulate [OPTIONS]

Brings up the two simulated regions and serves them on one local port, for the aws command or any SDK. Virtual time goes
on by itself. Ctrl-C ends it; nothing is kept.

  --port N        (default 4566; 0 takes a free one)
  --speed N       seconds of virtual time in a second (default 60)
  --dark-at WHEN  takes the primary region dark this long after the start of virtual time, such as 6h20m (default: never)
  --workload FILE what makes and uses a workload that runs already, as for pilotlight rehearse
  --seed N        whole number, 0 or more (default 1)

The configuration is the project's own, or that of the file named by the environment variable PILOT_LIGHT_CONFIG.

Exit code: 1 it failed, 2 usage: a mistake in an option, in a file or in the configuration, or a port in use.`;

/** A server runs for days, and nobody reads its trace. */
const KEPT_TRACE_ENTRIES = 10_000;

/** With which version the commands of the pages were tried: version 1 lacks options and operations that they use. */
export const TRIED_AWS_CLI = '2.9.19';

/** How often virtual time is moved on, in real milliseconds. */
const TICK_MS = 100;

export const simulateCommand: Command = {
  usage: USAGE,
  async run(words, { stdout, stderr, environment }) {
    const values = readOptions(
      words,
      {
        port: { type: 'string', default: '4566' },
        speed: { type: 'string', default: '60' },
        'dark-at': { type: 'string' },
        workload: { type: 'string' },
        seed: { type: 'string', default: '1' },
      },
      USAGE,
    );
    const port = readWhole('--port', values.port, 65_535);
    const speed = readWhole('--speed', values.speed, 86_400);
    const seed = readWhole('--seed', values.seed, Number.MAX_SAFE_INTEGER);
    const darkAtMs = values['dark-at'] === undefined ? undefined : parseDuration(values['dark-at']);
    if (values['dark-at'] !== undefined && darkAtMs === undefined) {
      throw new UsageError(`--dark-at: "${values['dark-at']}" is not a duration. Write for example --dark-at 6h20m`);
    }
    const { workload: file } = values;
    const config = readRehearsedConfiguration(environment);
    const own = asUsage(() => readOwnWorkload(file, config, environment));
    await requireFreePort(port);
    const tell = (text: string) => stdout.write(`${text}\n`);
    const reportDefect = defectReporter((text) => stderr.write(text));
    const { assembly: synthesised, workload } = await optionsAsUsage(() =>
      synthesiseRehearsed(own, { seed, environment, tell }),
    );
    try {
      const assembly = readAssembly(synthesised.directory);
      return await withStage({ assembly, seed, durations: 'default' }, async (stage) => {
        const startMs = stage.world.scheduler.now();
        const { primaryRegion } = await optionsAsUsage(() => stage.deploy(workload));
        if (darkAtMs !== undefined) stage.world.faults.addDarkness(primaryRegion, startMs + darkAtMs);
        stage.startClients(workload.client);
        return await serve(stage, { port, speed, tell, reportDefect });
      });
    } finally {
      await synthesised.remove();
    }
  },
};

interface ServeOptions {
  readonly port: number;
  readonly speed: number;
  readonly tell: (text: string) => void;
  readonly reportDefect: (error: unknown) => void;
}

/** Until Ctrl-C, which removes what was made (cli/interrupt.ts). */
async function serve({ world, estate }: Stage, { port, speed, tell, reportDefect }: ServeOptions): Promise<never> {
  const driver = new VirtualTimeDriver(world.scheduler);
  const server = new HttpServer(world, driver, { reportDefect });
  // A function's code runs in this process: what it leaves unhandled is its own end, not the server's.
  process.on('unhandledRejection', reportDefect).on('uncaughtException', reportDefect);
  world.trace.keepNewest(KEPT_TRACE_ENTRIES);
  const url = await server.listen(port).catch((error: unknown) => {
    // Somebody took it since it was found free.
    throw portProblem(port, error);
  });
  const { accessKeyId, secretAccessKey } = world.iam.operatorCredentials;
  tell(
    [
      `Two regions are up: ${estate.primaryRegion} and ${estate.standbyRegion}; ${speed} s of virtual time pass in a second.`,
      `For version 2 of the aws command (tried with ${TRIED_AWS_CLI}), and any SDK:`,
      '',
      `export AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      `aws stepfunctions start-execution --region ${estate.standbyRegion} --state-machine-arn ${estate.RegionalFailoverArn} \\`,
      `  --input '{"mode": "drill", "reason": "trying it", "requestedBy": "me"}'`,
    ].join('\n'),
  );
  for (;;) {
    await driver.drive(() => world.scheduler.sleep(TICK_MS * speed)).catch(reportDefect);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
}

/** Writes each bug once, though it may come by several ways: through the dispatcher, and through the execution that called. */
function defectReporter(write: (text: string) => void): (error: unknown) => void {
  const reported = new WeakSet<object>();
  return (error) => {
    if (typeof error === 'object' && error !== null) {
      // Nobody reads the standard output or error any more: to say so would fail in the same way.
      if ('code' in error && error.code === 'EPIPE') return;
      if (reported.has(error)) return;
      reported.add(error);
    }
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    write(`A bug of the simulator ended one call, execution or timer; the server goes on.\n${stack}\n`);
  };
}

function readWhole(option: string, text: string, maximum: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= maximum) return value;
  throw new UsageError(`${option}: "${text}" is not a whole number from 0 to ${maximum}`);
}
