import {
  evaluateAlarm,
  type AlarmState,
  type Evaluation,
  type MissingData,
} from '../../../../simulator/services/cloudwatch/alarm';
import { MetricStore } from '../../../../simulator/services/cloudwatch/metric-store';

const METRIC = { namespace: 'N', name: 'M', dimensions: {} };
const NOW = Date.parse('2026-11-24T10:00:00Z');

/** The examples of the CloudWatch User Guide, "How alarm state is evaluated when data is missing". Newest on the right. */
const THREE_OF_THREE: [string, Record<MissingData, AlarmState | 'current'>][] = [
  ['0 - X - X', { missing: 'OK', ignore: 'OK', breaching: 'OK', notBreaching: 'OK' }],
  ['0 - - - -', { missing: 'OK', ignore: 'OK', breaching: 'OK', notBreaching: 'OK' }],
  ['- - - - -', { missing: 'INSUFFICIENT_DATA', ignore: 'current', breaching: 'ALARM', notBreaching: 'OK' }],
  ['0 X X - X', { missing: 'ALARM', ignore: 'ALARM', breaching: 'ALARM', notBreaching: 'ALARM' }],
  ['- - X - -', { missing: 'ALARM', ignore: 'current', breaching: 'ALARM', notBreaching: 'OK' }],
];
const TWO_OF_THREE: typeof THREE_OF_THREE = [
  ['0 - X - X', { missing: 'ALARM', ignore: 'ALARM', breaching: 'ALARM', notBreaching: 'ALARM' }],
  ['0 0 X 0 X', { missing: 'ALARM', ignore: 'ALARM', breaching: 'ALARM', notBreaching: 'ALARM' }],
  ['0 - X - -', { missing: 'OK', ignore: 'OK', breaching: 'ALARM', notBreaching: 'OK' }],
  ['- - - - 0', { missing: 'OK', ignore: 'OK', breaching: 'ALARM', notBreaching: 'OK' }],
  ['- - - - X', { missing: 'ALARM', ignore: 'current', breaching: 'ALARM', notBreaching: 'OK' }],
];

const cases = [
  ...THREE_OF_THREE.map(([points, states]) => ({ points, states, datapointsToAlarm: 3 })),
  ...TWO_OF_THREE.map(([points, states]) => ({ points, states, datapointsToAlarm: 2 })),
].flatMap(({ states, ...rest }) =>
  (Object.keys(states) as MissingData[]).map((treatMissingData) => ({
    ...rest,
    treatMissingData,
    expected: states[treatMissingData],
  })),
);

describe('an alarm of 3 periods', () => {
  test.each(cases)(
    'with $datapointsToAlarm to alarm, over $points, missing data $treatMissingData, is $expected',
    ({ points, datapointsToAlarm, treatMissingData, expected }) => {
      const store = new MetricStore();
      points.split(' ').forEach((point, index, all) => {
        const at = NOW - (all.length - index) * 60_000;
        const value = point === 'X' ? 10 : 0;
        if (point !== '-') store.put(METRIC, at, { sum: value, minimum: value, maximum: value, sampleCount: 1 });
      });
      const alarm: Evaluation = {
        metric: METRIC,
        statistic: 'Average',
        periodSeconds: 60,
        evaluationPeriods: 3,
        datapointsToAlarm,
        threshold: 5,
        comparison: 'GreaterThanThreshold',
        treatMissingData,
      };
      for (const current of ['OK', 'ALARM'] as const) {
        expect(evaluateAlarm(store, alarm, NOW, current)).toBe(expected === 'current' ? current : expected);
      }
    },
  );
});
