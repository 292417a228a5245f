import { stripVTControlCharacters } from 'node:util';
import { summarise } from '../../cli/output/summary';
import type { RehearsalReport } from '../../rehearsal/failover/report';
import { PASSED, REFUSED } from './report';

const PASSED_TEXT = `
step              took    budget    status
RestoreAurora     45m39s  2h00m00s  succeeded
SmokeTestStandby  1.5s    1s        succeeded, over budget
1289 state transitions, $0.0322; 4000 API calls in the whole rehearsal.

pass  nothing orphaned: no cluster, instance, cache or stack is unaccounted for

Critical path 46m40s, the longest chain of the operations' own durations:
  restore the cluster                    45m20s
  resolvers forget the old answer (TTL)  1m00s
  health check sees the switch           20s
The state machine took 1.001 times that.
By hand, one step after the other: 70-130 minutes (assess and communicate 5, restore the database 30-60, deploy the infrastructure 10-20, sync the frontend 5-10, update DNS 5-15, validate 10-15, notify 5).

Notifications sent:
  07:11:42  pilot-light: failover passed

Faults in force:
  at 6h20m to the end: partition: every service in us-east-1 (6 calls met)
Virtual time ran from 00:00:00 to 07:16:42.
Seed 7, durations default. The same seed gives the same run, byte for byte.

230 of 1072 rows lost, counted by SQL in both clusters.
The recovery point was 82 minutes old, 22 minutes over the objective of 60.

PASSED: the workload serves from the standby region.

                                 achieved  objective
RTO, from start to verified      46m42s    4h00m00s   within
RTO, from darkness, for clients  51m44s    4h00m00s   within
RPO, age of the recovery point   1h21m52s  1h00m00s   over
`;

const REFUSED_END = `
No cluster was restored: nothing can be said of the 1072 rows in the primary.

Where it stopped:
  step         AskForApproval
  error        UnsafeToProceedError
  cause        approval-timed-out: nobody answered
  traffic      goes to the primary region, as before
  still there  cluster pilot-light-1, stack PilotLightActivation
  next         Start again: aws stepfunctions start-execution
               Or give it up

REFUSED: the state machine would not go on, because it was not safe.

                                 achieved     objective
RTO, from start to verified      not reached  4h00m00s
RTO, from darkness, for clients  not reached  4h00m00s
RPO, age of the recovery point   1h21m52s     1h00m00s   over
`;

describe('the summary', () => {
  test('says what a failover achieved, each step against its budget, and what it was compared with', () => {
    expect(textOf(PASSED)).toBe(PASSED_TEXT);
  });

  test('of a refusal says the step, the error, what is where, and what to do next', () => {
    const text = textOf(REFUSED);
    expect(text.endsWith(REFUSED_END)).toBe(true);
    expect(text).toContain('FAIL  execution succeeded: FAILED, UnsafeToProceedError');
    expect(text).toContain('  07:25:00  (an event, without a subject)');
    expect(text).not.toContain('Critical path');
  });

  test('of a failure without evidence falls back to what Step Functions says', () => {
    const text = textOf({
      ...REFUSED,
      verdict: 'failed',
      failure: null,
      traffic: null,
      leftovers: [],
      nextActions: [],
      execution: { name: 'one', status: 'TIMED_OUT', error: 'States.Timeout', cause: null },
    });
    expect(text).toContain('FAILED: the execution one ended TIMED_OUT.');
    expect(text).toContain('step         unknown: no evidence was recorded');
    expect(text).toContain('error        States.Timeout');
    expect(text).toContain('traffic      unknown: no evidence was recorded');
  });

  test('of a deadline that passed says so, and calls nothing unsafe', () => {
    const failure = { step: 'CleanUp', error: 'UnsafeToProceedError', cause: 'deadline-passed: RDS X gets no answer' };
    const text = textOf({ ...REFUSED, verdict: 'failed', failure, leftovers: ['not known: clusters pilot-light-x-*'] });
    expect(text).toContain(`FAILED: the deadline of the execution ${REFUSED.execution.name} passed while it waited.`);
    expect(text).toContain('  still there  not known: clusters pilot-light-x-*');
    expect(text).not.toContain('not safe');
  });

  test('of a failed check after a success does not name a step', () => {
    const text = textOf({ ...PASSED, verdict: 'failed' });
    expect(text).toContain('FAILED: the state machine succeeded, but not every check passed.');
    expect(text).not.toContain('  step  ');
  });

  test('of a drill says what would have been lost, and nothing of clients, who noticed nothing', () => {
    const text = textOf({ ...PASSED, mode: 'drill', clientDowntimeSeconds: null });
    expect(text).toContain('230 of 1072 rows would have been lost');
    expect(text).not.toContain('for clients');
  });

  test('breaks sentences between words to fit a terminal, but leaves commands whole', () => {
    const cause = 'a cause that goes on and on until it does not fit into a line';
    const command = `aws ${'x '.repeat(60)}--end`;
    const lines = textOf({ ...REFUSED, failure: { step: 'S', error: 'E', cause }, nextActions: [command] }, 60).split(
      '\n',
    );
    expect(lines).toContain('  cause        a cause that goes on and on until it does not');
    expect(lines).toContain(`  next         ${command}`);
  });
});

/** Without colours, which a terminal may have. */
function textOf(report: RehearsalReport, width?: number): string {
  return stripVTControlCharacters(summarise(report, width));
}
