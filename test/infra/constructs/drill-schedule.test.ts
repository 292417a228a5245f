import { Match } from 'aws-cdk-lib/assertions';
import { synthesizeStacks } from '../synthesized';

const { recovery } = synthesizeStacks({ drill: { timeZone: 'Europe/Berlin', holdMinutes: 90 } }).stacks;

test('the schedule starts a drill, which knows when it was due and how long it is to be held', () => {
  recovery.hasResourceProperties('AWS::Scheduler::Schedule', {
    Name: 'pilot-light-drill',
    ScheduleExpression: 'cron(0 9 15 2,5,8,11 ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    StartDate: Match.absent(),
    Target: {
      Arn: { Ref: Match.stringLikeRegexp('^RegionalFailoverStateMachine') },
      Input:
        '{"mode":"drill","requestedBy":"the schedule","reason":"the regular drill","scheduledTime":"<aws.scheduler.scheduled-time>","holdMinutes":90}',
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DrillScheduleNotStarted'), 'Arn'] } },
    },
  });
});

test('what could not be started is mailed', () => {
  recovery.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'pilot-light-drill-not-started',
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^Notifications') }],
  });
});

test('when drills were turned on is written once, before there is a schedule', () => {
  recovery.hasResourceProperties('AWS::SSM::Parameter', {
    Name: '/pilot-light/drill/schedule',
    Value: 'pilot-light-drill',
  });
  const [schedule] = Object.values(
    recovery.findResources('AWS::Scheduler::Schedule', { Properties: { Name: 'pilot-light-drill' } }),
  );
  expect(schedule?.['DependsOn']).toEqual([expect.stringMatching(/^DrillScheduleTurnedOn/)]);
});

test('null leaves out the schedule, its queue, its alarm, its parameter, and the permission to read that', () => {
  const without = synthesizeStacks({ drill: { schedule: null } }).stacks.recovery;
  const text = JSON.stringify(without.toJSON());
  expect(text).not.toMatch(/pilot-light-drill|\/drill\/schedule|DRILL_PARAMETER|DrillSchedule/);
  expect(Object.keys(without.findResources('AWS::Scheduler::Schedule'))).toHaveLength(1);
});
