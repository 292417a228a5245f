import { missingRows } from '../../../rehearsal/stage/rows';
import { REFERENCE_WORKLOAD } from '../../../rehearsal/workload/reference';
import { at, hasDone, type Invariant, type SeenExecution } from '../observed';

const HEARTBEATS = REFERENCE_WORKLOAD.heartbeat?.table ?? '';
/** A second, in which the clock of a function and that of the trace are the same. */
const SLACK_SECONDS = 2;

/** The rows that are missing are those of after the recovery point, and no others. */
export const onlyWhatIsSaidIsLost: Invariant = (observed) => {
  const { primaryRows, standbyRows, stage } = observed;
  const last = servingFailover(observed.executions);
  const before = primaryRows.get(HEARTBEATS);
  if (last === undefined || before === undefined || standbyRows === undefined) return [];
  const cutAtMs = stage.standby.rds.snapshots.find(last.evidence?.database?.recoveryPointArn ?? '')?.cutAtMs;
  if (cutAtMs === undefined) return [];
  const lost = missingRows(before, standbyRows.get(HEARTBEATS)).filter(
    ({ atMs }) => atMs < cutAtMs - SLACK_SECONDS * 1000,
  );
  return lost.map(({ atMs }) => `a write of ${at(atMs)} is lost, which the recovery point of ${at(cutAtMs)} held`);
};

/** What users were told is written is there: what the standby has accepted since. */
export const nothingAcceptedIsLost: Invariant = (observed) => {
  const { stage, standbyRows } = observed;
  if (standbyRows === undefined || hasDone(observed, 'moveBack', 'removeCluster')) return [];
  const accepted = stage.clients.requests.filter(
    ({ servedBy, outcome }) => servedBy === stage.estate.standbyRegion && outcome === '201',
  );
  const rows = standbyRows.get(HEARTBEATS)?.written ?? [];
  const written = new Set(rows.map(({ atMs }) => Math.floor(atMs / 1000)));
  return accepted
    .filter(({ startedAtMs, endedAtMs }) => !hasAny(written, startedAtMs, endedAtMs))
    .map(({ startedAtMs, client }) => `the write of ${client} at ${at(startedAtMs)} was accepted, and is not there`);
};

/** RTO and RPO agree with what happened. */
export const objectivesAgreeWithTheTrace: Invariant = ({ executions, stage }) =>
  executions.flatMap((execution) => {
    const { name, evidence, startedAtMs, enteredAtMs, mode } = execution;
    if (evidence === undefined) return [];
    const { rto, rpo, database, recoveryPoint } = evidence;
    const provenMs = enteredAtMs.get(mode === 'drill' ? 'DidStandbyPass' : 'DidPublicPass');
    const took = provenMs === undefined ? undefined : (provenMs - startedAtMs) / 1000;
    const snapshot = stage.standby.rds.snapshots.find(
      database?.recoveryPointArn ?? recoveryPoint?.recoveryPointArn ?? '',
    );
    const age = snapshot?.cutAtMs === undefined ? undefined : (startedAtMs - snapshot.cutAtMs) / 1000;
    return [
      ...(rto.achievedSeconds !== null && (took === undefined || Math.abs(rto.achievedSeconds - took) > SLACK_SECONDS)
        ? [`${name}: the evidence says that it took ${rto.achievedSeconds} s; it took ${took}`]
        : []),
      // The data is never older than is said; a backup is dated when it is begun, and its data is cut a while later.
      ...(rpo.achievedSeconds !== null && age !== undefined && rpo.achievedSeconds < age - 60
        ? [
            `${name}: the evidence says that data of ${rpo.achievedSeconds} s would be lost; it is ${Math.round(age)} s old`,
          ]
        : []),
      ...(rto.met !== null && rto.met !== (rto.achievedSeconds ?? 0) <= rto.objectiveSeconds
        ? [`${name}: the RTO is met and is not`]
        : []),
      ...(rpo.met !== null && rpo.met !== (rpo.achievedSeconds ?? 0) <= rpo.objectiveSeconds
        ? [`${name}: the RPO is met and is not`]
        : []),
    ];
  });

function servingFailover(executions: readonly SeenExecution[]): SeenExecution | undefined {
  return executions.findLast(
    ({ status, mode, evidence }) => status === 'SUCCEEDED' && mode === 'failover' && evidence !== undefined,
  );
}

function hasAny(seconds: ReadonlySet<number>, fromMs: number, toMs: number): boolean {
  for (let second = Math.floor(fromMs / 1000); second <= Math.floor(toMs / 1000); second += 1)
    if (seconds.has(second)) return true;
  return false;
}
