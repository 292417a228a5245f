import { NEAR_ENOUGH_SECONDS, POINTS, ROUNDS } from '../../functions/shared/moment-search';
import { evidenceCheck } from '../stage/evidence-check';
import type { ReportCheck } from '../stage/report-check';
import type { CorruptionObservations } from './observations';
import type { CorruptionFigures } from './report';
import { missingOrOther, TABLES } from './tables';
import { restoreSeconds, wholeSeconds } from './times';

/** What an execution may take beside its restore: comparing, writing, removing. */
const BESIDE_RESTORE_SECONDS = 600;
const MOST_CLUSTERS = POINTS * ROUNDS;
/** How the subject of a mail about the result goes on; questions, reminders and delays are none. */
const RESULT = /: (recovery from damaged data (FAILED|REFUSED) at |damaged data)/;

/** Everything that must hold for a rehearsal to have passed. */
export function runChecks(
  observed: CorruptionObservations,
  figures: CorruptionFigures,
  orphans: readonly string[],
): readonly ReportCheck[] {
  const { execution, options, evidence } = observed;
  const common = [
    check(
      'the recovery passed',
      execution.status === 'SUCCEEDED' && evidence?.verdict === 'PASSED',
      execution.cause ?? evidence?.verdict ?? 'no verdict',
    ),
    evidenceCheck(observed.recorded),
    restoredCheck(observed),
    ...(options.find === true ? [searchCheck(observed)] : []),
    timeCheck(observed),
    notifiedCheck(observed),
    check(
      'no good write was lost',
      figures.goodRowsLost === 0,
      `${figures.goodRowsLost} of ${observed.good.length} rows that were written since are not as they were written`,
    ),
    liveCheck(observed),
    check('nothing is left', orphans.length === 0, orphans.join(', ') || 'no cluster of ours in either region'),
  ];
  switch (options.mode) {
    case 'inspect':
      return [...common, unchangedCheck(observed), foundCheck(observed)];
    case 'rows':
      return [...common, ...rowChecks(observed, figures)];
    case 'export':
      return [...common, unchangedCheck(observed), readCheck(observed)];
  }
}

function searchCheck({ evidence, damagedAtMs }: CorruptionObservations): ReportCheck {
  const found = evidence?.search ?? null;
  const [from, to] = [Date.parse(found?.lastTrue ?? ''), Date.parse(found?.firstFalse ?? found?.searchedUntil ?? '')];
  return check(
    'the moment was found within two minutes, by at most twelve clusters',
    found !== null &&
      from < damagedAtMs &&
      to >= damagedAtMs &&
      to - from <= NEAR_ENOUGH_SECONDS * 1000 &&
      found.clusters <= MOST_CLUSTERS,
    found === null
      ? 'nothing was searched for'
      : `${found.lastTrue ?? 'never true'} to ${found.firstFalse ?? found.searchedUntil}, by ${found.clusters} clusters`,
  );
}

function restoredCheck({ evidence, damagedAtMs, options }: CorruptionObservations): ReportCheck {
  const restored = evidence?.restored;
  const at = restored?.restoredTo ?? null;
  return check(
    'restored beside the live cluster, closed, as of a moment before the damage',
    at !== null &&
      Date.parse(at) < damagedAtMs &&
      damagedAtMs - Date.parse(at) <= (options.find === true ? NEAR_ENOUGH_SECONDS * 1000 : 1000) &&
      restored?.isIsolated === true,
    at === null ? 'nothing was restored' : `${restored?.clusterIdentifier}: ${at}`,
  );
}

function timeCheck(observed: CorruptionObservations): ReportCheck {
  const whole = wholeSeconds(observed);
  const restore = restoreSeconds(observed);
  return check(
    'at most ten minutes beside the restore, without the wait for an answer',
    whole !== null && restore !== null && whole - restore <= BESIDE_RESTORE_SECONDS,
    `${whole ?? '-'} s, of which the restore ${restore ?? '-'} s`,
  );
}

function notifiedCheck({ world, estate, startedAtMs }: CorruptionObservations): ReportCheck {
  const results = world
    .region(estate.standbyRegion)
    .sns.inbox(estate.TopicArn)
    .filter(({ at, subject = '' }) => Date.parse(at) >= startedAtMs && RESULT.test(subject));
  return check(
    'notified of the result, once',
    results.length === 1,
    results.map(({ subject }) => subject).join(', ') || 'no mail about the result',
  );
}

function liveCheck({ world, estate }: CorruptionObservations): ReportCheck {
  const { clusters } = world.region(estate.primaryRegion).rds;
  const live = clusters.find(estate.ClusterIdentifier);
  return check('the live cluster is there', live?.status === 'available', live?.status ?? 'it is gone');
}

/** But for what good clients wrote. */
function unchangedCheck({ bad, before, after, good, unanswered }: CorruptionObservations): ReportCheck {
  const written = new Set(
    [...good.map(({ orderId }) => orderId), ...unanswered].map((orderId) => `public.orders ${orderId}`),
  );
  const other = [...missingOrOther(before, after)].filter((row) => !bad.has(row) && !written.has(row));
  return check('nothing was changed', other.length === 0, `${other.length} rows differ that nobody damaged`);
}

/** What the damage deleted and changed, as the comparison counts it. */
function foundCheck({ evidence, bad, after, options }: CorruptionObservations): ReportCheck {
  const name = 'every damaged row was found';
  const summary = evidence?.comparison?.summary;
  if (summary === undefined) return check(name, false, 'nothing was compared');
  const isGone = (row: string) => {
    const table = TABLES.find((each) => row.startsWith(`${each} `));
    return table !== undefined && after.get(table)?.has(row.slice(table.length + 1)) !== true;
  };
  // A table that is not there is named, and its rows are not listed.
  const deleted = options.damage === 'drop' ? 0 : [...bad].filter(isGone).length;
  const changed = options.damage === 'drop' ? 0 : bad.size - [...bad].filter(isGone).length;
  return check(
    name,
    summary.deleted === deleted && summary.changed >= changed,
    `${summary.deleted} deleted of ${deleted}, ${summary.changed} changed of at least ${changed}`,
  );
}

function rowChecks(
  { undo, options, good, bad }: CorruptionObservations,
  figures: CorruptionFigures,
): readonly ReportCheck[] {
  // What was written again by a good client is kept as that wrote it.
  const kept = good.filter(({ orderId }) => bad.has(`public.orders ${orderId}`)).length;
  const expected = options.damage === 'update' ? figures.badRows - kept : figures.badRows;
  return [
    check(
      'every damaged row is as it was before',
      figures.badRows > 0 && figures.restoredRows >= expected && figures.restoredRows <= figures.badRows,
      `${figures.restoredRows} of ${figures.badRows}, of which ${figures.badRows - expected} were written again since`,
    ),
    check(
      'the undo restores what was there before the repair, row for row',
      figures.undoRestoresBefore,
      undo === undefined
        ? 'nothing was to be undone'
        : `${undo.different.length} rows differ${undo.isDone ? '' : '; it did not end'}`,
    ),
  ];
}

function readCheck({ readFromKept, before }: CorruptionObservations): ReportCheck {
  const expected = before.get('public.orders')?.size ?? 0;
  return check(
    'the kept cluster was read with the password of the reader',
    readFromKept === expected,
    `${readFromKept ?? 'no'} of ${expected} orders`,
  );
}

function check(name: string, passed: boolean, detail: string): ReportCheck {
  return { name, passed, detail };
}
