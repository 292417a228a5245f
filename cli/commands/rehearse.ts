import { writeFileSync } from 'node:fs';
import { RehearsalOptionsError, VIRTUAL_START_MS } from '../../simulator/rehearsal/options';
import type { RehearsalResult } from '../../simulator/rehearsal/rehearse';
import type { RehearsalReport } from '../../simulator/rehearsal/report';
import type { TimelineListener } from '../../simulator/rehearsal/timeline';
import { type Command, EXIT_CODES, readOptions, UsageError } from '../command';
import { summarise } from '../output/summary';
import { createView } from '../output/view';
import { synthesise } from '../synthesise';
import { readRequest } from './rehearse-request';

const USAGE = `pilotlight rehearse [OPTIONS]

Synthesises the CDK app, brings up two simulated regions from its templates, runs the workload for some virtual hours,
takes the primary region dark and starts the regional-failover state machine.

  --seed N            whole number, 0 or more: the same seed gives the same run, byte for byte (default 1)
  --mode MODE         failover (default), or drill: everything but traffic, then it takes itself down
  --dark-at OFFSET    when the primary goes dark, from the start of virtual time: 6h20m (default; a drill: never)
  --durations WHICH   default, slow, fast, or a JSON file of seconds by name
  --faults FILE       a JSON list of faults (docs/SIMULATOR.md)
  --input FILE        the input of the execution, as JSON, instead of the rehearsal's own
  --evidence FILE     writes the evidence that the state machine recorded
  --trace FILE        writes everything that happened, one JSON object a line
  --json              prints the report as one JSON object and nothing else; of a run that could not be finished,
                      {"verdict": "failed", "error": {"name", "message"}}

Exit code:
  0  the workload serves from the standby (a drill: it could have) and every check passed
  1  it failed; also when the input of the execution is invalid (InvalidRequestError)
  2  the command was not understood: nothing was started
  3  the state machine refused to go on because it was not safe (UnsafeToProceedError, FencedOutError), and left
     everything as its evidence says`;

export const rehearseCommand: Command = {
  name: 'rehearse',
  summary: 'rehearse a regional failover against two simulated regions',
  usage: USAGE,
  async run(words) {
    const values = readOptions(
      words,
      {
        seed: { type: 'string', default: '1' },
        mode: { type: 'string' },
        'dark-at': { type: 'string' },
        durations: { type: 'string', default: 'default' },
        faults: { type: 'string' },
        input: { type: 'string' },
        evidence: { type: 'string' },
        trace: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      USAGE,
    );
    const request = readRequest(values);
    try {
      const view = createView(values.json ? 'none' : process.stdout.isTTY ? 'live' : 'plain');
      const { report, evidence, trace } = await view.follow((listener) => rehearseFromSources(request, listener));
      if (values.trace !== undefined) writeFileSync(values.trace, trace);
      if (values.evidence !== undefined) writeEvidence(values.evidence, evidence);
      process.stdout.write(values.json ? asJson(report) : summarise(report, process.stdout.columns));
      return exitCode(report);
    } catch (error) {
      if (error instanceof RehearsalOptionsError) throw new UsageError(error.message);
      if (values.json) process.stdout.write(asJson(unfinished(error)));
      throw error;
    }
  },
};

async function rehearseFromSources(
  request: ReturnType<typeof readRequest>,
  listener: TimelineListener,
): Promise<RehearsalResult> {
  listener({
    kind: 'phase',
    atMs: VIRTUAL_START_MS,
    phase: 'synthesise',
    text: 'synthesising the CDK app (the clock is virtual)',
  });
  const synthesis = synthesise();
  // An assembly that fails while the simulator is being loaded is reported below, not as an unhandled rejection.
  synthesis.catch(() => undefined);
  const { rehearse } = loadSimulator();
  const assembly = await synthesis;
  try {
    return await rehearse({ ...request, assemblyDirectory: assembly.directory }, listener);
  } finally {
    await assembly.remove();
  }
}

/** Loading it takes a second: that is spent while another process synthesises, and not at all after a usage error. */
function loadSimulator(): typeof import('../../simulator/rehearsal/rehearse') {
  return require('../../simulator/rehearsal/rehearse');
}

function writeEvidence(path: string, evidence: string | undefined): void {
  if (evidence === undefined)
    process.stderr.write(`The state machine recorded no evidence: ${path} was not written.\n`);
  else writeFileSync(path, evidence);
}

function exitCode(report: RehearsalReport): number {
  switch (report.verdict) {
    case 'passed':
      return EXIT_CODES.ok;
    case 'refused':
      return EXIT_CODES.unsafe;
    case 'failed':
      return EXIT_CODES.failed;
  }
}

function unfinished(error: unknown) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { verdict: 'failed', error: { name, message } };
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
