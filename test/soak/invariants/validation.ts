import type { Play } from '../play';
import type { SeenRuns } from '../see-runs';
import { belongingsIn } from '../stage/watch';
import { hasRaisedSilence } from './endings';
import { passesByItself } from './outages';

const HOUR_MS = 3_600_000;
/** It waits for what may pass by itself for twelve hours, and for its clean-up as long again. */
const LONGEST_MS = 26 * HOUR_MS;

/** Whatever goes wrong in a validation, each of these holds. */
export function validationInvariants(seen: SeenRuns & { readonly play: Play }): readonly string[] {
  return [...endings(seen), ...reports(seen), ...remains(seen), ...outlasted(seen)];
}

function endings({ runs, stage }: SeenRuns): readonly string[] {
  const lock = stage.standby.dynamoDb.table(stage.estate.LockTableName).find({ pk: { S: 'validation' } });
  // The next one asks Step Functions whether the owner has ended.
  const owner = lock?.['status']?.S === 'RUNNING' ? (lock['owner']?.S ?? '') : undefined;
  const isHeld = owner !== undefined && stage.standby.states.findExecution(owner)?.result === undefined;
  return [
    ...runs.flatMap(({ name, startedAtMs, stoppedAtMs }) =>
      stoppedAtMs === undefined || stoppedAtMs - startedAtMs > LONGEST_MS ? [`${name} does not end in time`] : [],
    ),
    ...(isHeld ? [`the validation's lock is held by ${owner}`] : []),
  ];
}

/** People are told of each end, as it was, and the record is there or said to be missing. */
function reports({ runs, stage }: SeenRuns): readonly string[] {
  const inbox = stage.standby.sns.inbox(stage.estate.TopicArn);
  return runs.flatMap(({ name, arn, status, evidenceText, startedAtMs }) => {
    const told = inbox.filter(
      ({ subject = '', message, at }) =>
        Date.parse(at) >= startedAtMs && subject.includes('restore validation') && message.includes(arn),
    );
    const word = status === 'SUCCEEDED' ? / passed$|report delayed$/ : /FAILED|REFUSED|report delayed$/;
    return [
      ...(told.some(({ subject = '' }) => word.test(subject)) || hasRaisedSilence(stage, startedAtMs)
        ? []
        : [`nobody is told that ${name} ended ${status}`]),
      ...(evidenceText === undefined && !told.some(({ message }) => /evidence|record/i.test(message))
        ? [`${name} leaves no evidence, and nobody is told so`]
        : []),
    ];
  });
}

/** What was there before is there still, and what was restored is gone, or named. */
function remains({ runs, stage, belongings }: SeenRuns): readonly string[] {
  const atEnd = belongingsIn(stage);
  const named = runs.map(({ evidenceText }) => evidenceText ?? '').join('\n');
  return [
    ...[...belongings].filter((name) => !atEnd.has(name)).map((name) => `${name} is gone`),
    ...stage.clusters
      .filter((identifier) => !belongings.has(`cluster ${identifier}`) && !named.includes(identifier))
      .map((identifier) => `cluster ${identifier} is orphaned`),
    ...(runs.at(-1)?.status === 'SUCCEEDED'
      ? stage.clusters
          .filter((id) => !belongings.has(`cluster ${id}`))
          .map((id) => `cluster ${id} stays after a validation that passed`)
      : []),
  ];
}

function outlasted({ runs, play }: SeenRuns & { readonly play: Play }): readonly string[] {
  const [first] = runs;
  if (first === undefined || first.status === 'SUCCEEDED' || !passesByItself(play)) return [];
  return [`${first.name} ends ${first.status} though all troubles pass: ${first.error} ${first.cause}`];
}
