import { stripVTControlCharacters } from 'node:util';
import { summariseValidation } from '../../cli/output/validation-summary';
import type { ValidationReport } from '../../rehearsal/restore-validation/report';

const REPORT: ValidationReport = {
  verdict: 'failed',
  scenario: 'restore-validation',
  seed: 1,
  durations: 'default',
  faults: [],
  virtualTime: { from: '2026-01-31T23:00:00.000Z', to: '2026-02-01T05:15:09.000Z' },
  mails: [],
  dueAt: '2026-02-01T04:00:00.000Z',
  startedAt: '2026-02-01T04:00:00.571Z',
  execution: { name: '4d24d807', status: 'SUCCEEDED', error: null, cause: null },
  recoveryPointArn: null,
  recoveryPointAgeSeconds: null,
  recoveryPointObjectiveSeconds: null,
  restoreSeconds: null,
  dataChecks: [],
  findings: [],
  orphans: [],
  price: null,
  checks: [
    { name: 'the validation passed', passed: true, detail: 'PASSED' },
    { name: 'users noticed nothing', passed: false, detail: '3 of 211 requests failed meanwhile' },
    { name: 'evidence recorded', passed: null, detail: 'no record says' },
  ],
  steps: [],
  notifications: [],
};

const headline = (report: ValidationReport) =>
  stripVTControlCharacters(summariseValidation(report)).trimEnd().split('\n').at(-1);

test('of an execution that succeeded, the headline names the checks that did not pass', () => {
  expect(headline(REPORT)).toBe(
    'FAILED: the execution succeeded, but not every check passed: users noticed nothing; evidence recorded.',
  );
});

test.each([
  [
    'that failed, how it ended',
    { name: '4d24d807', status: 'FAILED', error: null, cause: null },
    'execution 4d24d807 ended FAILED',
  ],
  ['that never began, that nothing was started', null, 'nothing was started'],
])('of an execution %s', (_, execution, says) => {
  expect(headline({ ...REPORT, execution })).toBe(`FAILED: ${says}.`);
});
