import { HttpServer } from '../../simulator/wire/http-server';
import { VirtualTimeDriver } from '../../simulator/wire/virtual-time-driver';
import type { World } from '../../simulator/world';
import { Client, type Outcome } from './client';
import { Draw } from './draw';
import { makeEstate } from './estate';
import { RightRequests } from './right-requests';
import { KINDS, type Kind, type WrongRequest, WrongRequests } from './wrong-requests';

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  /** Told now and then how many requests have been sent. */
  readonly onProgress?: (sent: number) => void;
  /** Changes the regions before the first request. */
  readonly prepare?: (world: World) => void;
}

/** A request, and what is wrong with what came of it. */
export interface Finding {
  /** Counted from 1. */
  readonly request: number;
  readonly what: string;
  readonly problem: string;
  /** As it was sent, shortened. */
  readonly sent: string;
}

export interface FuzzReport {
  readonly seed: number;
  readonly sent: number;
  /** By kind, how often each status came; `none` is a connection that ended without an answer. */
  readonly statuses: Readonly<Record<Kind, Readonly<Record<string, number>>>>;
  /** Every bug once, by where it is. */
  readonly findings: readonly Finding[];
}

/** Longer than any answer takes, on the slowest machine. */
const PATIENCE_MS = 60_000;
/** After so many requests time passes, so that what they set off goes on. */
const REQUESTS_UNTIL_TIME_PASSES = 25;
const PASSING_MS = 120_000;

/**
 * Sends wrong requests to a server, and a right one after each. It ends at a right request that is not answered right:
 * then the request before it has killed something.
 */
export async function fuzz({ seed, requests, onProgress, prepare }: FuzzOptions): Promise<FuzzReport> {
  const { world, names } = await makeEstate(seed);
  prepare?.(world);
  const driver = new VirtualTimeDriver(world.scheduler);
  const defects: unknown[] = [];
  const server = new HttpServer(world, driver, { reportDefect: (error) => defects.push(error) });
  const client = new Client(await server.listen());
  const draw = new Draw(seed);
  const wrong = new WrongRequests(draw, world, names);
  const right = new RightRequests(world);
  const statuses = Object.fromEntries(KINDS.map((kind) => [kind, {}])) as Record<Kind, Record<string, number>>;
  const findings = new Map<string, Finding>();
  let sent = 0;
  try {
    while (sent < requests) {
      sent += 1;
      const request = wrong.draw();
      const outcome = await client.send(request, PATIENCE_MS);
      const status = 'status' in outcome ? String(outcome.status) : 'none';
      statuses[request.kind][status] = (statuses[request.kind][status] ?? 0) + 1;
      const control = right.next();
      const answer = await client.send(control, PATIENCE_MS);
      const isTimeDue = sent % REQUESTS_UNTIL_TIME_PASSES === 0;
      const standsStill = isTimeDue && !(await passes(() => driver.drive(() => world.scheduler.sleep(PASSING_MS))));
      const isKilled =
        standsStill || !('status' in answer) || answer.status !== 200 || !control.answer.test(answer.text);
      const problems = [
        ...problemsOf(request, outcome),
        ...defects.splice(0).map(describeDefect),
        ...(standsStill ? ['virtual time stands still'] : []),
        ...(isKilled ? [`the right request after it was answered ${describeOutcome(answer)}`] : []),
      ];
      for (const problem of problems) {
        const finding = { request: sent, what: request.what, problem, sent: describeRequest(request) };
        const place = keyOf(problem);
        if (!findings.has(place)) findings.set(place, finding);
      }
      if (isKilled) break;
      if (sent % 1000 === 0) onProgress?.(sent);
    }
  } finally {
    client.close();
    await server.close();
  }
  return { seed, sent, statuses, findings: [...findings.values()] };
}

/** Whether it ends in time. */
async function passes(work: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const done = work().then(() => true);
  return await Promise.race([done, late]).finally(() => clearTimeout(timer));
}

/** What no answer may hold: where the simulator stands on this machine, or how it is made. */
const INSIDES =
  /TypeError|RangeError|ReferenceError|\bat .*:\d+:\d+|node_modules|\.(ts|js):\d+|\/(home|root|tmp|Users|work)\//;

function problemsOf({ kind }: WrongRequest, outcome: Outcome): readonly string[] {
  if (!('status' in outcome)) {
    // A client that hung up wants no answer; a refused one may be cut off before it has sent everything.
    return kind === 'hang-up' || (kind === 'size' && /EPIPE|ECONNRESET/.test(outcome.failed))
      ? []
      : [`no answer: ${outcome.failed}`];
  }
  const inside = INSIDES.exec(outcome.text)?.[0];
  return inside === undefined ? [] : [`the answer holds "${inside}"`];
}

function describeDefect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function describeOutcome(outcome: Outcome): string {
  return 'status' in outcome ? `${outcome.status} ${outcome.text.slice(0, 300)}` : outcome.failed;
}

function describeRequest({ method, path, headers, body }: WrongRequest): string {
  const shown = Buffer.from(body.subarray(0, 1500)).toString('utf8');
  return `${method} ${path.slice(0, 300)} ${JSON.stringify(headers)} ${shown}`;
}

/** The error and its place, without what differs from request to request. */
function keyOf(problem: string): string {
  const place = problem.split('\n').find((line) => /^\s+at .*\/simulator\//.test(line));
  return place ?? problem;
}
