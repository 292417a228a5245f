import type * as client from '@aws-sdk/client-route-53';
import type { HealthCheck } from './health-check';
import { MetricCheck } from './metric-check';

/** As the API shows it. */
export function describeCheck(check: HealthCheck): client.HealthCheck {
  const { inverted: Inverted, disabled: Disabled } = check.settings;
  return {
    Id: check.id,
    CallerReference: check.callerReference,
    HealthCheckVersion: check.version,
    HealthCheckConfig: { ...configOf(check), Inverted, Disabled },
    ...(check instanceof MetricCheck ? { CloudWatchAlarmConfiguration: alarmOf(check) } : {}),
  };
}

export function observe(check: HealthCheck): client.HealthCheckObservation {
  const verdict = check.isHealthy ? 'Success' : 'Failure';
  return { StatusReport: { Status: `${verdict}: ${check.describe()}`, CheckedTime: new Date(check.checkedAt) } };
}

function configOf({ settings }: HealthCheck): client.HealthCheckConfig {
  switch (settings.type) {
    case 'CLOUDWATCH_METRIC':
      return {
        Type: settings.type,
        // The alarm exists in that region, so the region is one.
        AlarmIdentifier: { Region: settings.alarm.region as client.CloudWatchRegion, Name: settings.alarm.name },
        InsufficientDataHealthStatus: settings.insufficientData,
      };
    case 'HTTPS_STR_MATCH':
      return {
        Type: settings.type,
        FullyQualifiedDomainName: settings.host,
        Port: 443,
        ResourcePath: settings.path,
        SearchString: settings.searchString,
        RequestInterval: settings.intervalSeconds,
        FailureThreshold: settings.failureThreshold,
        EnableSNI: true,
      };
    case 'CALCULATED':
      return {
        Type: settings.type,
        ChildHealthChecks: [...settings.children],
        HealthThreshold: settings.threshold,
      };
  }
}

function alarmOf({ evaluation }: MetricCheck): client.CloudWatchAlarmConfiguration {
  return {
    EvaluationPeriods: evaluation.evaluationPeriods,
    Threshold: evaluation.threshold,
    ComparisonOperator: evaluation.comparison,
    Period: evaluation.periodSeconds,
    MetricName: evaluation.metric.name,
    Namespace: evaluation.metric.namespace,
    Statistic: evaluation.statistic,
    Dimensions: Object.entries(evaluation.metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
