import { NetworkError } from '../../simulator/network/network';
import type { HttpResponse } from '../../simulator/network/http';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import type { ReportCheck } from '../stage/report-check';

/** A browser's user reloads a page that fails, and gives up. */
const ATTEMPTS = 5;
const PAUSE_MS = 5000;

/** What every frontend has, and what says which release it is. */
const PATHS = ['/', '/release.json'];

/**
 * Whether a browser gets the frontend under its public name: from the primary bucket, or from the replica when the
 * primary region is dark. No check where no stack serves it.
 */
export async function frontendCheck(world: World, estate: Estate): Promise<readonly ReportCheck[]> {
  const { FrontendName, primaryRegion } = estate;
  if (FrontendName === undefined) return [];
  const expected = world.isDark(primaryRegion) ? 'the replica' : 'the primary bucket';
  const beganAtMs = world.scheduler.now();
  const answers = await world.scheduler.runToEnd(readAll(world, FrontendName));
  const seconds = ((world.scheduler.now() - beganAtMs) / 1000).toFixed(1);
  return [
    {
      name: 'the frontend is readable',
      passed: answers.every(({ outcome }) => outcome.startsWith(`200 from ${expected}`)),
      detail: `${answers.map(({ path, outcome }) => `https://${FrontendName}${path}: ${outcome}`).join('; ')}; in ${seconds} s`,
    },
  ];
}

interface Answer {
  readonly path: string;
  readonly outcome: string;
}

async function readAll(world: World, name: string): Promise<readonly Answer[]> {
  // One after the other: a browser asks for the page first.
  const answers: Answer[] = [];
  for (const path of PATHS) answers.push({ path, outcome: await reload(world, `https://${name}${path}`) });
  return answers;
}

/** What a page comes to, and how often it was asked for, if more than once. */
async function reload(world: World, url: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await read(world, url);
    if (outcome.startsWith('200') || attempt === ATTEMPTS)
      return attempt === 1 ? outcome : `${outcome} at attempt ${attempt}`;
    await world.scheduler.sleep(PAUSE_MS);
  }
}

async function read(world: World, url: string): Promise<string> {
  const origin = { name: 'client:browser', resolver: world.network.createResolver() };
  try {
    return outcomeOf(await world.network.send({ method: 'GET', url, headers: {}, body: new Uint8Array() }, origin));
  } catch (error) {
    if (error instanceof NetworkError) return error.code;
    throw error;
  }
}

function outcomeOf({ status, headers, body }: HttpResponse): string {
  if (status !== 200) return String(status);
  if (body.byteLength === 0) return '200 and empty';
  return `200 from ${headers['x-amz-replication-status'] === 'REPLICA' ? 'the replica' : 'the primary bucket'}`;
}
