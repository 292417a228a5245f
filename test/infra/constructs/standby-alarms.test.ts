import { synthesizeStacks } from '../synthesized';
import { alarmsOf } from '../watched-metrics';

const { primary, recovery } = synthesizeStacks().stacks;
const NINE = [...alarmsOf(primary)]
  .filter(([, { AlarmDescription }]) => String(AlarmDescription).includes('"An alarm of the workload"'))
  .map(([name]) => name);
const standby = (template = recovery) => [...alarmsOf(template)].filter(([name]) => NINE.includes(name));

test('the nine alarms of the primary region stand in the standby region, with the same thresholds, and notify its topic', () => {
  expect(NINE).toHaveLength(9);
  expect(standby().map(([name]) => name)).toEqual(NINE);
  const [topic] = Object.keys(recovery.findResources('AWS::SNS::Topic'));
  for (const [name, alarm] of standby()) {
    const { Threshold, EvaluationPeriods, DatapointsToAlarm } = alarmsOf(primary).get(name) ?? {};
    expect(alarm).toMatchObject({ Threshold, EvaluationPeriods, DatapointsToAlarm, AlarmActions: [{ Ref: topic }] });
  }
});

test('each is quiet until the switch says that the standby serves, and without data', () => {
  for (const [, alarm] of standby()) {
    expect(alarm).toMatchObject({ TreatMissingData: 'notBreaching', Metrics: expect.any(Array) });
    const [expression, ...inputs] = alarm['Metrics'] as [{ Expression: string }, ...{ Id: string }[]];
    expect(expression.Expression).toBe('IF(FILL(serves, REPEAT) >= 1, watched)');
    expect(inputs.find(({ Id }) => Id === 'serves')).toMatchObject({
      MetricStat: { Metric: { MetricName: 'StandbyServes', Dimensions: [{ Name: 'Workload', Value: 'pilot-light' }] } },
    });
  }
});

test('those of Aurora look at what is known before a restore: the engine, or the replica of a global database', () => {
  const dimensions = (template = recovery) =>
    new Set(JSON.stringify(standby(template)).match(/"Name":"(EngineName|DBClusterIdentifier)","Value":"[^"]+"/g));
  expect(dimensions()).toEqual(new Set(['"Name":"EngineName","Value":"aurora-postgresql"']));
  expect(dimensions(synthesizeStacks({ database: 'global' }).stacks.recovery)).toEqual(
    new Set(['"Name":"DBClusterIdentifier","Value":"pilot-light-replica"']),
  );
});
