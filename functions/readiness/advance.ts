import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { inWords, isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import type { Inspector } from './aws';
import {
  type CheckResult,
  type Environment,
  type Input,
  LATEST_KEY,
  METRIC,
  type Output,
  Report,
  REPORT_PREFIX,
} from './contract';
import { changeSince, judge, nextDrillAt, toReport } from './decide';
import { notReady, redeploy, severity, unchecked } from './finding';
import { isFailedOver } from './news';
import { knownWithoutMail, notify } from './notify';

/** Makes one report: reads the facts, judges them, writes the report, and publishes what changed since the one before. */
export async function advance(
  inspector: Inspector,
  { trigger }: Input,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, region, logger } = surroundings;
  const checkedAtMs = surroundings.now();
  const policy = { ...environment, region };
  const facts = await inspector.facts(policy, checkedAtMs);
  const about = {
    workload: environment.WORKLOAD_NAME,
    region,
    checkedAt: new Date(checkedAtMs).toISOString(),
    trigger,
  };
  const previous = await readPrevious(inspector, surroundings);
  const made = {
    ...toReport(judge(facts, policy), about),
    nextDrillAt: nextDrillAt(facts, policy),
    known: previous?.known,
  };
  const isQuiet = isFailedOver(facts);
  const known = isQuiet ? made.known : knownWithoutMail(made);
  const { report, reportKey } = await write(inspector, { ...made, known }, surroundings);
  addMetrics(report, surroundings);
  const change = changeSince(previous, report);
  if (change !== undefined) {
    logger.info(change.message);
    await attempt(() => inspector.announce(change), surroundings, 'the change could not be announced');
  }
  if (!isQuiet) await notify(inspector, report, surroundings);
  return { ...report, reportKey, changed: change !== undefined };
}

/** The report before; undefined for none, and for one that cannot be read. */
async function readPrevious(
  inspector: Inspector,
  surroundings: Surroundings<Environment>,
): Promise<Report | undefined> {
  const { EVIDENCE_BUCKET_NAME: bucket } = surroundings.environment;
  const text = await attempt(
    () => inspector.read(bucket, LATEST_KEY),
    surroundings,
    'the report before could not be read',
  );
  if (text === undefined) return undefined;
  try {
    return Report.parse(JSON.parse(text));
  } catch {
    surroundings.logger.warn('the report before is no report', { key: LATEST_KEY });
    return undefined;
  }
}

/**
 * Writes the report twice: as it was now, and as the newest. A bucket that takes none is a finding itself; one that does not
 * answer, or answers with trouble of its own, may take the next.
 */
async function write(
  inspector: Inspector,
  report: Report,
  surroundings: Surroundings<Environment>,
): Promise<{ readonly report: Report; readonly reportKey: string | null }> {
  const { EVIDENCE_BUCKET_NAME: bucket, RECOVERY_STACK_NAME } = surroundings.environment;
  const reportKey = `${REPORT_PREFIX}${report.checkedAt.replace(/\.\d+/, '').replace(/[-:]/g, '')}.json`;
  const body = JSON.stringify(report, null, 2);
  try {
    await inspector.write(bucket, reportKey, body);
    await inspector.write(bucket, LATEST_KEY, body);
    return { report, reportKey };
  } catch (error) {
    surroundings.logger.error('the report could not be written', { error: asError(error) });
    const why = inWords(error);
    const finding = isTransient(error)
      ? unchecked(why)
      : notReady(`${bucket} takes no report: ${why}`, redeploy(RECOVERY_STACK_NAME));
    const checks = report.checks.map(
      (check): CheckResult => (check.name === 'evidence-bucket' ? { name: check.name, ...finding } : check),
    );
    return {
      report: { ...toReport(checks, report), nextDrillAt: report.nextDrillAt, known: report.known },
      reportKey: null,
    };
  }
}

function addMetrics(report: Report, { metrics, environment }: Surroundings<Environment>): void {
  metrics.addDimension('Workload', environment.WORKLOAD_NAME);
  metrics.addMetric(METRIC, MetricUnit.Count, severity(report.state));
}

async function attempt<Value>(
  work: () => Promise<Value>,
  { logger }: Surroundings<Environment>,
  problem: string,
): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    logger.error(problem, { error: asError(error) });
    return undefined;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
