import { conditionsOf } from '../stage/conditions';
import { receivedIn } from '../stage/mails';
import { priceOf } from '../stage/orchestration-price';
import { findOrphans } from '../stage/orphans';
import { runChecks } from './checks';
import type { CorruptionObservations } from './observations';
import type { CorruptionFigures, CorruptionReport } from './report';
import { missingOrOther } from './tables';
import { restoreSeconds, wholeSeconds } from './times';

const REFUSALS: ReadonlySet<string> = new Set(['FencedOutError', 'InvalidRequestError', 'UnsafeToProceedError']);

export function buildReport(observed: CorruptionObservations): CorruptionReport {
  const { options, world, estate, execution, evidence, damagedAtMs, startedAtMs } = observed;
  const figures = figuresOf(observed);
  const orphans = [
    ...findOrphans({ world, estate, evidenceText: evidence?.leftovers.join('\n') }),
    ...observed.left.map((name) => `cluster ${name}`),
  ];
  const checks = runChecks(observed, figures, orphans);
  const isRefused = execution.error !== null && REFUSALS.has(execution.error);
  return {
    verdict: checks.every(({ passed }) => passed) ? 'passed' : isRefused ? 'refused' : 'failed',
    scenario: 'corruption',
    mode: options.mode,
    damage: options.damage,
    ...conditionsOf(options, world),
    ...receivedIn(world),
    damagedAt: new Date(damagedAtMs).toISOString(),
    ...figures,
    findings: evidence?.findings ?? [],
    orphans,
    restoredTo: evidence?.restored?.restoredTo ?? null,
    search: searchOf(evidence),
    seconds: wholeSeconds(observed),
    restoreSeconds: restoreSeconds(observed),
    execution: { name: execution.name, status: execution.status, error: execution.error, cause: execution.cause },
    price: priceOf(world, estate.standbyRegion, execution.arn),
    checks,
    steps: (evidence?.steps ?? []).map((step) => ({ ...step, budgetSeconds: step.budgetSeconds ?? 0 })),
    notifications: world
      .region(estate.standbyRegion)
      .sns.inbox(estate.TopicArn)
      .filter(({ at }) => Date.parse(at) >= startedAtMs)
      .map(({ at, subject }) => ({ at, subject: subject ?? '' })),
  };
}

function searchOf(evidence: CorruptionObservations['evidence']): CorruptionReport['search'] {
  if (evidence?.search == null) return null;
  const { lastTrue, firstFalse, secondsBetween, clusters } = evidence.search;
  return { lastTrue, firstFalse, secondsBetween, clusters };
}

function figuresOf({ bad, before, after, good, notes, undo }: CorruptionObservations): CorruptionFigures {
  const stillOther = missingOrOther(before, after);
  return {
    badRows: bad.size,
    restoredRows: [...bad].filter((row) => !stillOther.has(row)).length,
    goodRowsLost: good.filter(({ orderId, note }) => notes.get(orderId) !== note).length,
    undoRestoresBefore: undo !== undefined && undo.isDone && undo.different.length === 0,
  };
}
