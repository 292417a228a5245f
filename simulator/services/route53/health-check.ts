import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { AwsError } from '../../service';
import type { World } from '../../world';
import { evaluateAlarm, type Evaluation } from '../cloudwatch/alarm';
import { isPercentile, type Percentile } from '../cloudwatch/metric-store';
import { notModelled } from '../not-modelled';

export interface HealthCheckSettings {
  readonly alarm: { readonly region: string; readonly name: string };
  readonly insufficientData: 'Healthy' | 'Unhealthy' | 'LastKnownStatus';
  readonly inverted: boolean;
  readonly disabled: boolean;
}

type StandardEvaluation = Evaluation & { readonly statistic: Exclude<Evaluation['statistic'], Percentile> };

/**
 * A health check on the metric that an alarm watches. It looks at the datapoints, never at the alarm's state: setting
 * that state moves no traffic. What it knows of the alarm's configuration is as of its own last change
 * (Route 53 Developer Guide, "Monitoring a CloudWatch alarm").
 */
export class HealthCheck {
  readonly id: string;
  readonly callerReference: string;
  version = 1;
  checkedAt: number;
  readonly #world: World;
  #settings: HealthCheckSettings;
  #evaluation: StandardEvaluation;
  /** Before inversion. A check that has seen no data yet counts as healthy. */
  #raw = true;
  #wasHealthy: boolean;
  #removed = false;

  constructor(world: World, id: string, callerReference: string, settings: HealthCheckSettings) {
    this.#world = world;
    this.id = id;
    this.callerReference = callerReference;
    this.#settings = settings;
    this.#evaluation = readAlarm(world, settings);
    this.checkedAt = world.scheduler.now();
    this.#wasHealthy = this.isHealthy;
    this.#checkAgain();
  }

  get settings(): HealthCheckSettings {
    return this.#settings;
  }

  get evaluation(): StandardEvaluation {
    return this.#evaluation;
  }

  get isHealthy(): boolean {
    const { inverted, disabled } = this.#settings;
    return (disabled || this.#raw) !== inverted;
  }

  update(settings: HealthCheckSettings): void {
    this.#evaluation = readAlarm(this.#world, settings);
    this.#settings = settings;
    this.version += 1;
    this.#noteChange('the health check was updated');
  }

  remove(): void {
    this.#removed = true;
  }

  #checkAgain(): void {
    const { scheduler, durations } = this.#world;
    scheduler.after(durations.drawMs('healthCheckInterval'), () => {
      if (this.#removed) return;
      this.#checkAgain();
      this.#check();
    });
  }

  #check(): void {
    const { scheduler } = this.#world;
    this.checkedAt = scheduler.now();
    const state = this.#readState();
    if (state === 'INSUFFICIENT_DATA') {
      const { insufficientData } = this.#settings;
      if (insufficientData !== 'LastKnownStatus') this.#raw = insufficientData === 'Healthy';
    } else {
      this.#raw = state === 'OK';
    }
    const { metric } = this.#evaluation;
    this.#noteChange(`${metric.namespace} ${metric.name} in ${this.#settings.alarm.region}: ${state}`);
  }

  /** No data comes out of a dark region. How the alarm treats missing data is not the health check's concern. */
  #readState() {
    const { region } = this.#settings.alarm;
    if (this.#world.isDark(region)) return 'INSUFFICIENT_DATA';
    const { metrics } = this.#world.region(region).cloudWatch;
    const evaluation: Evaluation = { ...this.#evaluation, treatMissingData: 'missing' };
    return evaluateAlarm(metrics, evaluation, this.#world.scheduler.now(), 'INSUFFICIENT_DATA');
  }

  #noteChange(detail: string): void {
    if (this.isHealthy === this.#wasHealthy) return;
    this.#wasHealthy = this.isHealthy;
    const status = this.isHealthy ? 'healthy' : 'unhealthy';
    this.#world.trace.record({ kind: 'resource', region: 'global', type: 'health-check', id: this.id, status, detail });
  }
}

/** Reads the configuration of a check, over that of an earlier version for an update. */
export function readSettings(
  config: Omit<Partial<HealthCheckConfig>, 'Type'>,
  earlier?: HealthCheckSettings,
): HealthCheckSettings {
  for (const field of [
    'ChildHealthChecks',
    'HealthThreshold',
    'Regions',
    'FailureThreshold',
    'RequestInterval',
  ] as const) {
    if (config[field] !== undefined) {
      throw new AwsError(
        'InvalidInput',
        `Invalid parameter: ${field} is not for a health check of type CLOUDWATCH_METRIC`,
      );
    }
  }
  const { Region: region, Name: name } = config.AlarmIdentifier ?? {};
  const alarm = region === undefined || name === undefined ? earlier?.alarm : { region, name };
  if (alarm === undefined) {
    throw new AwsError('InvalidInput', 'Invalid parameter: AlarmIdentifier is required for type CLOUDWATCH_METRIC');
  }
  return {
    alarm,
    insufficientData: config.InsufficientDataHealthStatus ?? earlier?.insufficientData ?? 'LastKnownStatus',
    inverted: config.Inverted ?? earlier?.inverted ?? false,
    disabled: config.Disabled ?? earlier?.disabled ?? false,
  };
}

function readAlarm(world: World, { alarm: { region, name } }: HealthCheckSettings): StandardEvaluation {
  const alarm = world.isDark(region) ? undefined : world.region(region).cloudWatch.alarm(name);
  if (alarm === undefined)
    throw new AwsError('InvalidInput', `Invalid parameter: the alarm ${name} in ${region} was not found`);
  const { configuration } = alarm;
  const { statistic } = configuration;
  // Route 53 Developer Guide, "Monitoring a CloudWatch alarm": standard statistics only.
  if (isPercentile(statistic)) {
    throw new AwsError('InvalidInput', `Invalid parameter: the alarm ${name} has an extended statistic`);
  }
  // A health check's copy of the alarm has no "datapoints to alarm" (Route 53 API model, CloudWatchAlarmConfiguration).
  if (configuration.datapointsToAlarm !== configuration.evaluationPeriods) {
    throw notModelled(`A Route 53 health check on an "M out of N" alarm (${name})`);
  }
  return { ...configuration, statistic };
}
