import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { missingVaultError } from '../shared/missing-vault';
import type { NoPrimaryAnswer } from '../shared/primary';
import type { Environment, Output } from './contract';
import type { Verdict } from './decide';
import { describe } from './describe';
import type { PipelineReading } from '../shared/forecast/read-pipeline';
import type { Started } from './start';

const MINUTE_MS = 60_000;

/** How things are, with every figure. */
export function outputOf(
  verdict: Verdict,
  reading: PipelineReading,
  environment: Environment,
  started: Started,
): Output {
  const { pipeline, measured } = reading;
  const { times } = measured;
  return {
    state: verdict.state,
    detail: `${describe(verdict, reading, environment.RPO_MINUTES * MINUTE_MS)}${said(started)}`,
    objectiveMinutes: environment.RPO_MINUTES,
    ageMinutes: pipeline.newestMs === undefined ? null : inMinutes(pipeline.nowMs - pipeline.newestMs),
    projectedAgeMinutes: orNull(verdict.worstAgeMs, inMinutes),
    projectedAgeWithoutExtrasMinutes: orNull(verdict.worstAgeWithoutExtrasMs, inMinutes),
    bestAgeMinutes: verdict.best?.kind === 'age' ? inMinutes(verdict.best.ageMs) : null,
    heldFrom: orNull(verdict.heldFromMs, iso),
    nextExtraAt: orNull(verdict.extrasMs[0], iso),
    times: {
      startDelayMinutes: inMinutes(times.startDelayMs),
      backupMinutes: inMinutes(times.backupMs),
      copyMinutes: inMinutes(times.copyMs),
      measuredOn: measured.copies,
    },
    otherCopies: reading.otherCopies,
    ...started,
  };
}

function said({ refused }: Started): string {
  return refused === null ? '' : ` Not started: ${refused}.`;
}

type WithoutPrimary = NoPrimaryAnswer | { readonly kind: 'leftAlone'; readonly why: string };

/**
 * Nothing can be started in the primary region, and the standby vault stays as it is.
 * @throws what a primary that throttles answered: it is there, so the invocation is repeated
 */
export function withoutPrimary(primary: WithoutPrimary, surroundings: Surroundings<Environment>): Output {
  const { environment } = surroundings;
  switch (primary.kind) {
    case 'throttled':
      throw primary.error;
    case 'unreachable':
      return nothingKept(
        'primaryUnreachable',
        `does not answer (${textOf(primary.error)}): no backup or copy can be started, and none is needed to fail over`,
        surroundings,
      );
    case 'leftAlone':
      return nothingKept(
        'leftAlone',
        `is left alone, because ${primary.why}: no backup or copy is started there`,
        surroundings,
      );
    case 'notSetUp':
      return nothingKept(
        'notSetUp',
        `cannot be backed up: ${missingVaultError(primary.error, environment.PRIMARY_REGION, environment.PRIMARY_VAULT_NAME)}`,
        surroundings,
      );
    default:
      return assertNever(primary);
  }
}

function nothingKept(state: Output['state'], says: string, { environment, logger }: Surroundings<Environment>): Output {
  const detail = `The primary region ${environment.PRIMARY_REGION} ${says}.`;
  logger.warn(detail);
  return {
    state,
    detail,
    objectiveMinutes: environment.RPO_MINUTES,
    ageMinutes: null,
    projectedAgeMinutes: null,
    projectedAgeWithoutExtrasMinutes: null,
    bestAgeMinutes: null,
    heldFrom: null,
    nextExtraAt: null,
    times: null,
    otherCopies: null,
    copyJobId: null,
    backupJobId: null,
    refused: null,
  };
}

function textOf({ name, message }: Error): string {
  return `${name}: ${message}`;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const inMinutes = (ms: number): number => Math.round(ms / 6_000) / 10;

function orNull<Value, Result>(value: Value | undefined, of: (value: Value) => Result): Result | null {
  return value === undefined ? null : of(value);
}
