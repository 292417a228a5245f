import { line } from '../line';
import type { Component, Question } from './component';

/** Alarms, dashboards and metrics of our own. */
export function monitoring({ deployed }: Question): Component {
  const { monitoring: regions, customMetrics, standbyRegion } = deployed;
  const count = (of: (one: (typeof regions)[number]) => number) => regions.reduce((all, one) => all + of(one), 0);
  const alarms = count(({ alarmMetrics }) => alarmMetrics);
  const dashboards = count(({ dashboards: each }) => each);
  return {
    id: 'monitoring',
    name: 'Alarms and dashboards',
    before: [],
    after: [
      ...regions.flatMap(({ region, alarmMetrics, compositeAlarms, dashboards: each }) => [
        line(`alarms in ${region}`, 'alarm', alarmMetrics, region),
        line(`composite alarms in ${region}`, 'compositeAlarm', compositeAlarms, region),
        line(`dashboards in ${region}`, 'dashboard', each, region),
      ]),
      line('metrics of our own', 'customMetric', customMetrics, standbyRegion),
    ].filter(({ quantity }) => quantity > 0),
    note: `${alarms} alarm metrics, ${dashboards} ${dashboards === 1 ? 'dashboard' : 'dashboards'}, ${customMetrics} metrics`,
  };
}
