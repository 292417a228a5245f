import { AwsError } from '../../service';
import type { World } from '../../world';
import { evaluateAlarm, type Evaluation } from '../cloudwatch/alarm';
import { isPercentile, type Percentile } from '../cloudwatch/metric-store';
import { notModelled } from '../not-modelled';
import { HealthCheck } from './health-check';
import type { MetricCheckSettings } from './health-check-settings';

type StandardEvaluation = Evaluation & { readonly statistic: Exclude<Evaluation['statistic'], Percentile> };

/**
 * A health check on the metric that an alarm watches. It looks at the datapoints, never at the alarm's state: setting
 * that state moves no traffic. What it knows of the alarm's configuration is as of its own last change
 * (Route 53 Developer Guide, "Monitoring a CloudWatch alarm").
 */
export class MetricCheck extends HealthCheck<MetricCheckSettings> {
  protected isRawHealthy = true;
  #evaluation: StandardEvaluation;

  constructor(world: World, id: string, callerReference: string, settings: MetricCheckSettings) {
    super(world, id, callerReference, settings);
    this.#evaluation = readAlarm(world, settings);
    this.noteChange('the health check was made');
    this.#checkAgain();
  }

  get evaluation(): StandardEvaluation {
    return this.#evaluation;
  }

  describe(): string {
    const { metric } = this.#evaluation;
    return `CloudWatch metric ${metric.namespace} ${metric.name}`;
  }

  override update(settings: MetricCheckSettings): void {
    this.#evaluation = readAlarm(this.world, settings);
    super.update(settings);
  }

  #checkAgain(): void {
    const { scheduler, durations } = this.world;
    scheduler.after(durations.drawMs('healthCheckInterval'), () => {
      if (this.isRemoved) return;
      this.#checkAgain();
      this.#check();
    });
  }

  #check(): void {
    this.checkedAt = this.world.scheduler.now();
    const state = this.#readState();
    if (state === 'INSUFFICIENT_DATA') {
      const { insufficientData } = this.settings;
      if (insufficientData !== 'LastKnownStatus') this.isRawHealthy = insufficientData === 'Healthy';
    } else {
      this.isRawHealthy = state === 'OK';
    }
    const { metric } = this.#evaluation;
    this.noteChange(`${metric.namespace} ${metric.name} in ${this.settings.alarm.region}: ${state}`);
  }

  /** No data comes out of a dark region. How the alarm treats missing data is not the health check's concern. */
  #readState() {
    const { region } = this.settings.alarm;
    if (this.world.isDark(region)) return 'INSUFFICIENT_DATA';
    const { metrics } = this.world.region(region).cloudWatch;
    const evaluation: Evaluation = { ...this.#evaluation, treatMissingData: 'missing' };
    return evaluateAlarm(metrics, evaluation, this.world.scheduler.now(), 'INSUFFICIENT_DATA');
  }
}

function readAlarm(world: World, { alarm: { region, name } }: MetricCheckSettings): StandardEvaluation {
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
