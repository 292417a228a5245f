import { noticesOf, readEvidences } from '../../../rehearsal/backup-failure/observe';
import type { Play } from '../play';
import type { SeenRuns } from '../see-runs';
import { belongingsIn } from '../stage/watch';

/** Whatever goes wrong while a failed job is reported: people hear of it once it is possible, it is repaired, and closed. */
export function incidentInvariants({
  play,
  stage,
  runs,
  belongings,
}: SeenRuns & { readonly play: Play }): readonly string[] {
  const atEnd = belongingsIn(stage);
  const names = new Set(runs.map(({ name }) => name));
  const evidences = [...readEvidences(stage.world, stage.estate, names).values()];
  const since = Math.min(...runs.map(({ startedAtMs }) => startedAtMs));
  const notices = noticesOf(stage.world, stage.estate).filter(({ at }) => Date.parse(at) >= since);
  const open = evidences.filter(({ incident }) => incident !== null && incident.closedAt === null);
  const closed = new Set(
    evidences.flatMap(({ incident }) => (incident?.closedAt == null ? [] : [incident.incidentId])),
  );
  return [
    ...(runs.length === 0 ? [`a ${play.troubles.at(-1)?.kind} failed, and no execution followed`] : []),
    ...runs.filter(({ stoppedAtMs }) => stoppedAtMs === undefined).map(({ name }) => `${name} does not end`),
    ...runs
      .filter(({ status }) => status !== 'SUCCEEDED')
      .map(({ name, status, error, cause }) => `${name} ends ${status}: ${error} ${cause}`),
    ...(runs.length > 0 && notices.length === 0 ? ['nobody is told of the incident'] : []),
    ...open.flatMap(({ incident }) =>
      incident === null || closed.has(incident.incidentId) ? [] : [`the incident ${incident.incidentId} stays open`],
    ),
    ...[...belongings].filter((name) => !atEnd.has(name)).map((name) => `${name} is gone`),
  ];
}
