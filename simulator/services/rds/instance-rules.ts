import { type Access, AwsError } from '../../service';
import { checkEngine, ENGINE } from './engine-versions';
import type { Cluster } from './model';

const ENGINES: ReadonlySet<string> = new Set(
  (
    'aurora-mysql aurora-postgresql custom-oracle-ee custom-sqlserver-ee custom-sqlserver-se custom-sqlserver-web db2-ae ' +
    'db2-se mariadb mysql neptune docdb oracle-ee oracle-ee-cdb oracle-se2 oracle-se2-cdb postgres sqlserver-ee ' +
    'sqlserver-se sqlserver-ex sqlserver-web'
  ).split(' '),
);
const CLASS = /^db\.([a-z]\w*)\.(micro|small|medium|large|xlarge|\d{1,2}xlarge|metal|metal-\d{2}xl)$/;
/** Aurora User Guide, Supported DB engines for DB instance classes. */
const BURSTABLE = /^t(3|4g)$/;
const MEMORY = /^(r5|r6g|r6gd|r6i|r6id|r7g|r7gd|r7i|r8g|r8gd|r8i|x2g)$/;

interface InstanceRequest {
  readonly Engine: string;
  readonly PromotionTier?: number;
  readonly MonitoringInterval?: number;
  readonly MonitoringRoleArn?: string;
  readonly PerformanceInsightsRetentionPeriod?: number;
}

/** What RDS asks of a cluster's new instance, whatever the cluster is (RDS API Reference, CreateDBInstance). */
export function checkInstanceRequest(request: InstanceRequest): void {
  checkEngineOf(request.Engine);
  const { PromotionTier: tier, PerformanceInsightsRetentionPeriod: days } = request;
  if (tier !== undefined && !(Number.isInteger(tier) && tier >= 0 && tier <= 15)) {
    throw invalid(`Invalid promotion tier: ${tier}. The promotion tier must be between 0 and 15`);
  }
  checkMonitoring(request.MonitoringInterval, request.MonitoringRoleArn);
  const isMonths = days !== undefined && days % 31 === 0 && days >= 31 && days <= 23 * 31;
  if (days !== undefined && days !== 7 && days !== 731 && !isMonths) {
    throw invalid(`Invalid Performance Insights retention period: ${days}. Valid values are 7, 731 and month * 31`);
  }
}

/** As RDS words it (reported of terraform apply). */
function checkEngineOf(engine: string): void {
  if (engine === ENGINE || !ENGINES.has(engine)) {
    checkEngine(engine);
    return;
  }
  throw unfitting(
    `The engine name requested for your DB instance (${engine}) doesn't match the engine name of your DB cluster (${ENGINE}).`,
  );
}

/** The text about the role is RDS's own (cloudposse/terraform-aws-rds #75). */
function checkMonitoring(seconds: number | undefined, role: string | undefined): void {
  if (seconds !== undefined && ![0, 1, 5, 10, 15, 30, 60].includes(seconds)) {
    throw invalid(`Invalid monitoring interval: ${seconds}. Valid values are 0, 1, 5, 10, 15, 30, 60`);
  }
  if ((seconds ?? 0) !== 0 && role === undefined) {
    throw unfitting('A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.');
  }
}

/** The combination is refused in RDS's own words (cn-terraform/terraform-aws-sonarqube #88). */
export function checkInstanceClass(cluster: Cluster, asked: string): void {
  if (asked === 'db.serverless') return;
  const [, family, size = ''] = CLASS.exec(asked) ?? [];
  if (family === undefined) throw invalid(`Invalid DB Instance class: ${asked}`);
  const isLarge = size !== 'micro' && size !== 'small' && size !== 'medium';
  const isOffered = BURSTABLE.test(family) ? ['medium', 'large'].includes(size) : MEMORY.test(family) && isLarge;
  if (isOffered || (family === 'r8g' && size === 'medium')) return;
  throw unfitting(
    `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${asked}, Engine=${cluster.engine}, EngineVersion=${cluster.engineVersion}, LicenseModel=postgresql-license. For supported combinations of instance class and database engine version, see the documentation.`,
  );
}

/** To hand a role to Enhanced Monitoring takes the right to pass it (RDS API Reference, CreateDBInstance, MonitoringRoleArn). */
export function monitoringAccess(role: string | undefined): readonly Access[] {
  if (role === undefined) return [];
  const conditions = { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: role, conditions }];
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

function unfitting(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}
