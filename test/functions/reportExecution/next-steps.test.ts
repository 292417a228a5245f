import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { orOutage } from '../../../functions/reportExecution/common/failure';
import { GENERAL_STEPS } from '../../../functions/reportExecution/common/general-steps';
import { failureOf } from '../../../functions/reportExecution/failover/failure';
import { ALL_REASONS, explanationOf, NEXT_STEPS } from '../../../functions/reportExecution/failover/next-steps';
import { CORRUPTION_REASONS } from '../../../functions/reportExecution/corruption/next-steps';
import { REASON_OF_ERROR } from '../../../functions/reportExecution/common/reasons';
import { waitingStep } from '../../../functions/reportExecution/failover/waiting-steps';
import { stepOf } from '../../../functions/reportExecution/validation/facts';
import { VALIDATION_REASONS, VALIDATION_STEPS } from '../../../functions/reportExecution/validation/next-steps';
import { validationWait, VALIDATION_WAITS } from '../../../functions/reportExecution/validation/waiting-steps';
import { caught, thrown } from './cases';

const PROJECT = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);

/** Members of a union in `errors.ts`. */
function unionOf(name: string): readonly string[] {
  const [, body = ''] = new RegExp(`export type ${name} =([^;]*);`).exec(read('functions/shared/errors.ts')) ?? [];
  return found(body, /'([\w-]+)'/g);
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => read(join(folder, path)));
}

test('every reason for which a function refuses is explained', () => {
  const thrownReasons = sources('functions').flatMap((text) => found(text, /UnsafeToProceedError\(\s*'([\w-]+)'/g));
  expect(unionOf('UnsafeReason').length).toBeGreaterThan(5);
  // Some are of a recovery from damaged data alone.
  const explained = [...ALL_REASONS, ...CORRUPTION_REASONS];
  const declared = [...unionOf('UnsafeReason'), ...unionOf('RepairReason')];
  expect(explained).toEqual(expect.arrayContaining([...declared, ...thrownReasons]));
});

test('every name of an error comes to a reason that is explained', () => {
  expect(Object.keys(REASON_OF_ERROR).toSorted()).toEqual(unionOf('ErrorName').toSorted());
  expect(ALL_REASONS).toEqual(expect.arrayContaining(Object.values(REASON_OF_ERROR)));
});

test('every reason of the state machine itself is explained', () => {
  const machine = read('statemachines/regional-failover.asl.json');
  const reasons = found(machine, /'?[Cc]ause'?: '([a-z]+(?:-[a-z]+)+)[':]/g);
  expect(reasons.length).toBeGreaterThan(5);
  expect(ALL_REASONS).toEqual(expect.arrayContaining(reasons));
});

test.each(ALL_REASONS)('%s says what it means and what to do', (reason) => {
  const { at = {}, ...general } = NEXT_STEPS[reason];
  for (const { means, next } of [general, ...Object.values(at)]) {
    expect(means).toMatch(/^[A-Z].*\.$/);
    expect(next.length).toBeGreaterThan(0);
    for (const placeholder of found(means, /\{(\w+)\}/g))
      expect(['region', 'deadline', 'permission']).toContain(placeholder);
  }
});

describe('of a validation', () => {
  const CALLED = ['findLatestRecoveryPoint', 'restoreAurora', 'smokeTest', 'waitForAvailable', 'shared'];

  test('every reason for which its functions refuse is explained', () => {
    const thrownReasons = CALLED.flatMap((folder) => sources(`functions/${folder}`)).flatMap((text) =>
      found(text, /UnsafeToProceedError\(\s*'([\w-]+)'/g),
    );
    expect(thrownReasons.length).toBeGreaterThan(5);
    // Only where users are served from the standby, of which a validation knows nothing.
    expect(VALIDATION_REASONS).toEqual(
      expect.arrayContaining(thrownReasons.filter((reason) => reason !== 'standby-serves')),
    );
    expect(VALIDATION_REASONS).toEqual(expect.arrayContaining(Object.values(REASON_OF_ERROR)));
  });

  test('every reason of the state machine itself is explained', () => {
    const reasons = found(read('statemachines/restore-validation.asl.json'), /'Cause': '([a-z]+(?:-[a-z]+)+)'/g);
    expect(reasons).toEqual(['lock-held', 'deadline-passed']);
    expect(VALIDATION_REASONS).toEqual(expect.arrayContaining(reasons));
  });

  test('every step that the state machine asks again says what it waits for', () => {
    const machine = read('statemachines/restore-validation.asl.json');
    const steps = found(machine, /"\{% \$caught\.step = '(\w+)' %\}"/g).map((step) =>
      stepOf(step, { isCleaningUp: true }),
    );
    expect(steps.length).toBeGreaterThan(5);
    expect(Object.keys(VALIDATION_WAITS)).toEqual(expect.arrayContaining([...steps, 'Sweep', 'CleanUp']));
  });

  test.each(VALIDATION_REASONS)('%s says what it means and what to do', (reason) => {
    const { at = {}, ...general } = VALIDATION_STEPS[reason];
    for (const { means, next } of [general, ...Object.values(at)]) {
      expect(means).toMatch(/^[A-Z].*\.$/);
      expect(next.length).toBeGreaterThan(0);
      for (const placeholder of found(means, /\{(\w+)\}/g))
        expect(['region', 'deadline', 'permission']).toContain(placeholder);
    }
  });
});

test('the same reason means something else at another step', () => {
  expect(explanationOf('smoke-test-failed', 'SmokeTestPublic').next).toContain('moveBack');
  expect(explanationOf('smoke-test-failed', 'SmokeTestStandby').next).not.toContain('moveBack');
});

test.each([
  ['UnsafeToProceedError', 'quota-exceeded: you have 40', 'quota-exceeded'],
  ['UnsafeToProceedError', 'never-heard-of: it', 'our-bug'],
  ['UnsafeToProceedError', 'deadline-passed: TransientDependencyError: x', 'deadline-passed'],
  ['TransientDependencyError', 'TimeoutError: no answer', 'no-answer'],
  ['ConcurrentUpdateError', 'x', 'busy'],
  ['InvalidRequestError', 'mode: write', 'invalid-request'],
  ['FencedOutError', 'lock-held', 'lock-held'],
  ['FencedOutError', 'traffic is not moved: the lock belongs to x', 'lock-lost'],
  ['InvariantViolationError', "the function's role lacks a permission: x", 'permission-denied'],
  ['DynamoDb.ConditionalCheckFailedException', 'The conditional request failed', 'lock-lost'],
  [
    'DynamoDb.DynamoDbException',
    'User: x is not authorized to perform: dynamodb:GetItem on resource: arn:y',
    'permission-denied',
  ],
  ['DynamoDb.ProvisionedThroughputExceededException', 'x', 'no-answer'],
  ['DynamoDb.DynamoDbException', 'x (Service: DynamoDb, Status Code: 503, Request ID: 1)', 'no-answer'],
  ['DynamoDb.ResourceNotFoundException', 'Requested resource not found', 'our-bug'],
  ['States.Timeout', '', 'no-answer'],
  ['Lambda.TooManyRequestsException', 'Rate exceeded', 'no-answer'],
  ['States.QueryEvaluationError', 'x', 'our-bug'],
  ['States.DataLimitExceeded', 'x', 'our-bug'],
])('%s (%s) is explained as %s', (error, cause, reason) => {
  expect(failureOf({ ...caught('X', error, cause), since: null }).reason).toBe(reason);
  expect(failureOf({ ...thrown('X', error, cause), since: null }).reason).toBe(reason);
});

test('another recovery point is offered where a restore is late, and not where AWS fails', () => {
  const waits = (error: string) => [
    ...waitingStep({ ...caught('RestoreAurora', error, ''), since: null }).next,
    ...validationWait({ ...caught('RestoreAurora', error, ''), since: null }).next,
  ];
  expect(waits('StepIsLate')).toEqual(expect.arrayContaining(['stopAndTakeNextPoint', 'stopAndValidateOlder']));
  for (const error of ['TransientDependencyError', 'Lambda.TooManyRequestsException', 'States.Timeout']) {
    expect(waits(error)).toEqual(['inspectClusters', 'follow', 'clusterEvents', 'follow']);
  }
});

test('the events of the stack are offered where it is late, and not where CloudFormation fails', () => {
  for (const step of ['DeployRegionStack', 'PollStack', 'RemoveStack', 'BringUpStandby']) {
    const next = (error: string) => waitingStep({ ...caught(step, error, ''), since: null }).next;
    expect(next('TransientDependencyError')).not.toContain('stackEvents');
    expect([step, next('StepIsLate').includes('stackEvents')]).toEqual([step, step !== 'BringUpStandby']);
  }
});

test.each([
  ['StepIsLate', 'deadline-passed'],
  ['ChecksFailed', 'deadline-passed'],
  ['TransientDependencyError', 'outage-until-deadline'],
  ['DynamoDb.DynamoDbException', 'outage-until-deadline'],
])('a deadline that passed after %s is explained as %s', (error, reason) => {
  const failure = failureOf({ ...caught('RestoreAurora', 'UnsafeToProceedError', 'deadline-passed'), since: null });
  const last = { step: 'RestoreAurora', since: null, lastAt: null, error, cause: null };
  expect(orOutage(failure, last).reason).toBe(reason);
  expect(orOutage({ ...failure, reason: 'quota-exceeded' }, last).reason).toBe('quota-exceeded');
});

test('what means the same everywhere is explained once', () => {
  for (const [reason, explanation] of Object.entries(GENERAL_STEPS)) {
    expect(NEXT_STEPS).toHaveProperty([reason], explanation);
    expect(VALIDATION_STEPS).toHaveProperty([reason], explanation);
  }
});
