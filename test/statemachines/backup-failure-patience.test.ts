import { TaskFailedError } from '../../simulator/asl/errors';
import { type NotificationRun, run, type RunProps, wholeLife } from './backup-failure-run';
import { DEFINITE, PASSING } from './errors-of-steps';

const OUTAGE_MS = 30 * 60_000;
/** The steps that ask something, and those that only say or record it. */
const QUESTIONS = ['ReceiveSignal', 'FollowIncident', 'CloseIncident'];
const REPORTS = ['Notify', 'PublishEvent', 'WriteEvidence', 'PublishMetrics'];

type Meets = () => TaskFailedError | 'no answer';

let undisturbed: NotificationRun;
beforeAll(async () => {
  undisturbed = await run(wholeLife());
});

/** The step fails from its first call on. */
function outageOf(step: string, error: Meets): NonNullable<RunProps['trouble']> {
  let sinceMs: number | undefined;
  return ({ state }, elapsedMs) => {
    if (state !== step) return undefined;
    sinceMs ??= elapsedMs;
    return elapsedMs < sinceMs + OUTAGE_MS ? error() : undefined;
  };
}

const incidentMails = ({ published }: NotificationRun) =>
  published.map(({ Subject }) => Subject).filter((subject) => subject !== 'subject of delayed');
const lateMinutes = ({ minutes }: NotificationRun) => minutes - undisturbed.minutes;

const OUTAGES: readonly (readonly [string, Meets, number])[] = [
  ['throttling', () => new TaskFailedError('TransientDependencyError', 'ThrottlingException: Rate exceeded'), 34],
  ['5xx', () => new TaskFailedError('Lambda.ServiceException', 'x (Service: AWSLambda; Status Code: 500)'), 34],
  ['no answer', () => 'no answer', 37],
];

describe.each(QUESTIONS)('%s', (step) => {
  test.each(OUTAGES)(
    'outlasts half an hour of %s: one incident, one all-clear, little late',
    async (_, error, late) => {
      const outcome = await run(wholeLife(), { trouble: outageOf(step, error) });
      expect(outcome.result.status).toBe('SUCCEEDED');
      expect(incidentMails(outcome)).toEqual(['subject of opened', 'subject of allClear']);
      expect(outcome.evidence).toMatchObject({ verdict: 'closed' });
      expect(lateMinutes(outcome)).toBeLessThanOrEqual(late);
    },
  );

  test('asks again after whatever may pass by itself', async () => {
    const kinds = Object.values(PASSING);
    let calls = 0;
    const outcome = await run(wholeLife(), {
      trouble: ({ state }) => (state === step ? kinds[calls++]?.() : undefined),
    });
    expect(outcome.result).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toBeGreaterThan(kinds.length);
  });

  test.each(Object.entries(DEFINITE))('ends within a minute, by name and notified, at %s', async (_, error) => {
    let metMs: number | undefined;
    const outcome = await run(wholeLife(), {
      trouble: ({ state }, elapsedMs) => {
        if (state !== step) return undefined;
        metMs ??= elapsedMs;
        return error();
      },
    });
    expect(outcome.result).toMatchObject({ status: 'FAILED', error: error().error });
    expect(outcome.published.at(-1)?.Subject).toBe('subject of unassessed');
    expect(outcome.evidence).toMatchObject({ verdict: 'failed', failure: { step, Error: error().error } });
    expect(outcome.minutes * 60 - (metMs ?? 0) / 1000).toBeLessThanOrEqual(60);
  });
});

describe.each(REPORTS)('%s', (step) => {
  test.each(OUTAGES)(
    'outlasts half an hour of %s: what it says is said, and recorded, in the end',
    async (_, error) => {
      const outcome = await run(wholeLife(), { trouble: outageOf(step, error) });
      expect(outcome.result.status).toBe('SUCCEEDED');
      expect(incidentMails(outcome)).toEqual(['subject of opened', 'subject of allClear']);
      expect(outcome.evidence).toMatchObject({ verdict: 'closed', undeliveredSince: null });
      expect(outcome.failedNotifications.at(-1)).toBe(0);
      expect(outcome.events.map((event) => event['Detail'])).toEqual([{ kind: 'opened' }, { kind: 'allClear' }]);
      expect(lateMinutes(outcome)).toBeLessThanOrEqual(65);
    },
  );
});

test.each(['CountElders', 'Explain', 'NotifyUnassessed', 'ReportSilence'])(
  'trouble with %s beside the trouble that it is about ends nothing',
  async (step) => {
    for (const [, error] of OUTAGES) {
      const outcome = await run(wholeLife(), {
        trouble: (task, elapsedMs) => {
          const isHeldUp = task.state === 'ReceiveSignal' || task.state === step;
          const isUnsent = step === 'ReportSilence' && task.state === 'NotifyUnassessed';
          return (isHeldUp || isUnsent) && elapsedMs < OUTAGE_MS ? error() : undefined;
        },
      });
      expect(outcome.result.status).toBe('SUCCEEDED');
      expect(incidentMails(outcome)).toHaveLength(step === 'Explain' ? 3 : 2);
    }
  },
);
