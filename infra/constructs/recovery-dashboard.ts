import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  PeriodOverride,
  SingleValueWidget,
  TextWidget,
  type YAxisProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { recoveryMetrics } from '../monitoring/recovery-metrics';

export interface RecoveryDashboardProps {
  readonly config: Config;
  readonly alarms: readonly IAlarm[];
}

/** Validations come monthly and drills quarterly: their last result is looked for in the last half year. */
const LAST_RESULTS = '-P180D';
const FROM_ZERO: YAxisProps = { min: 0, showUnits: false };

/**
 * One page that says whether a failover would work and what would be lost, in the region that survives. It is made of
 * CDK's own widgets: cdk-monitoring-constructs gives a widget no time range of its own, and a figure that is put once a
 * month would not be on the page.
 */
export class RecoveryDashboard extends Construct {
  constructor(scope: Construct, id: string, { config, alarms }: RecoveryDashboardProps) {
    super(scope, id);
    const names = namesOf(config);
    const metrics = recoveryMetrics(config);
    const { rpoMinutes, rtoMinutes } = config.objectives;

    new Dashboard(this, 'Dashboard', {
      dashboardName: names.recoveryDashboard,
      defaultInterval: Duration.days(1),
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        [
          new TextWidget({
            width: 24,
            height: 2,
            markdown:
              `## ${config.name}: disaster recovery, in ${config.standbyRegion}\n` +
              `Objectives: RTO ${rtoMinutes} min, RPO ${rpoMinutes} min. What to do: docs/RUNBOOK_DR.md. ` +
              `Evidence: s3://${names.evidenceBucket}`,
          }),
        ],
        [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 4, alarms: [...alarms] })],
        [
          graph('Recovery point age (minutes)', [metrics.standbyAge, metrics.primaryAge, ...metrics.projectedAge], {
            width: 12,
            objective: { value: rpoMinutes, label: `objective: ${rpoMinutes} minutes` },
          }),
          graph('Since the last copy (minutes)', [metrics.sinceLastCopy], { width: 6 }),
          graph('Complete copies of the last day', [metrics.copies], { width: 6 }),
        ],
        ...(metrics.replication.length === 0
          ? []
          : [[graph('Replica of the global database, behind (ms)', metrics.replication, { width: 24 })]]),
        [
          new GraphWidget({
            title: 'Readiness (0 ready, 1 degraded, 2 not ready)',
            width: 12,
            height: 6,
            left: [metrics.readiness],
            leftYAxis: { ...FROM_ZERO, max: 2 },
          }),
          graph('Traffic (1: the standby serves)', [metrics.standbyServes], { width: 12 }),
        ],
        [
          last('Last restore validation', Object.values(metrics.validation)),
          ...(['failover', 'drill'] as const).map((mode) =>
            last(`Last ${mode} (RTO objective ${rtoMinutes * 60} s)`, Object.values(metrics.execution(mode))),
          ),
        ],
      ],
    });
  }
}

function graph(
  title: string,
  left: IMetric[],
  {
    width,
    objective,
  }: { readonly width: number; readonly objective?: { readonly value: number; readonly label: string } },
): GraphWidget {
  return new GraphWidget({
    title,
    width,
    height: 6,
    left,
    leftYAxis: FROM_ZERO,
    leftAnnotations: objective && [{ ...objective, color: '#d62728' }],
  });
}

function last(title: string, metrics: IMetric[]): SingleValueWidget {
  return new SingleValueWidget({ title, width: 8, height: 6, metrics, start: LAST_RESULTS });
}
