import { type HttpCheck, judgeAnswer } from '../shared/http-check';
import type { Traffic } from './aws';

/** What the primary region says of itself, asked directly, over the data plane alone. */
export interface PrimaryProof {
  readonly answers: boolean;
  readonly detail: string;
}

const ATTEMPT_TIMEOUT_MS = 8_000;
const PAUSE_MS = 2_000;
/** How long a primary that fails is asked again; the function has a minute in all. */
export const PATIENCE_MS = 20_000;

/** Asks the primary what the public name is asked after a failover. Without a check nothing is proven. */
export async function provePrimary(
  traffic: Traffic,
  checks: readonly HttpCheck[],
  { now, patienceMs }: { readonly now: () => number; readonly patienceMs: number },
): Promise<PrimaryProof> {
  if (checks.length === 0) {
    return { answers: false, detail: 'no check of it is configured: recovery.smokeChecks has none over HTTPS' };
  }
  const untilMs = now() + patienceMs;
  const results = await Promise.all(checks.map((check) => ask(traffic, check, now, untilMs)));
  const failed = results.filter(({ answers }) => !answers);
  const told = (failed.length > 0 ? failed : results).map(({ detail }) => detail).join('; ');
  return { answers: failed.length === 0, detail: told };
}

async function ask(traffic: Traffic, check: HttpCheck, now: () => number, untilMs: number): Promise<PrimaryProof> {
  for (;;) {
    const proof = await askOnce(traffic, check);
    if (proof.answers || now() + PAUSE_MS >= untilMs) return proof;
    await traffic.pause(PAUSE_MS);
  }
}

async function askOnce(traffic: Traffic, check: HttpCheck): Promise<PrimaryProof> {
  const tell = (answers: boolean, what: string): PrimaryProof => ({ answers, detail: `${check.name}: ${what}` });
  try {
    const verdict = judgeAnswer(check, await traffic.http(check.url, check.connectTo, ATTEMPT_TIMEOUT_MS));
    return tell(verdict.kind === 'asExpected', verdict.detail);
  } catch (error) {
    return tell(false, error instanceof Error ? error.message : String(error));
  }
}
