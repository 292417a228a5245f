/** What is deployed all the time and costs something, read from the synthesised templates (read-deployed.ts). */
export interface DeployedResources {
  readonly primaryRegion: string;
  readonly standbyRegion: string;
  /** Undefined where the cluster is the team's own and in no stack of ours. */
  readonly database: Database | undefined;
  /** Kept in the standby region by a global database. */
  readonly secondary: Secondary | undefined;
  readonly caches: readonly Cache[];
  /** The workload's function in the primary region; undefined where the workload is the team's own. */
  readonly workload: { readonly memoryMb: number } | undefined;
  readonly backups: Backups;
  /** Undefined where the frontend is the team's own. */
  readonly frontend: Frontend | undefined;
  readonly monitoring: readonly Monitoring[];
  /** Metrics of our own that are put all the time. */
  readonly customMetrics: number;
  /** Keys of our own, by region. */
  readonly keys: Readonly<Record<string, number>>;
  /** Passwords in Secrets Manager, replicas included. */
  readonly secrets: number;
  readonly healthChecks: readonly HealthCheck[];
  /** Functions behind endpoints of ours that health checkers ask. */
  readonly asked: readonly Asked[];
  readonly hostedZones: number;
  /** Interface endpoints, by region: one in two zones is billed as two. */
  readonly endpointZones: Readonly<Record<string, number>>;
  /** Functions that run on a schedule, whether anything happens or not. */
  readonly scheduled: readonly Scheduled[];
  readonly validationsPerMonth: number;
  /** Manifests that hash what the primary's tables hold. */
  readonly hashedManifestsPerMonth: number;
  /** Types in the templates that nothing here prices. */
  readonly unpriced: readonly string[];
}

export interface Database {
  readonly minCapacity: number;
  /** Beside the writer. */
  readonly readers: number;
  /** Those of promotion tier 0 or 1 are never smaller than the writer (Aurora User Guide, Aurora Serverless v2). */
  readonly readersFollowWriter: boolean;
  /** Of the automated backups. */
  readonly retentionDays: number;
}

export interface Secondary {
  readonly instances: number;
  readonly minCapacity: number;
}

export interface Cache {
  readonly region: string;
  readonly engine: 'valkey' | 'redis';
}

export interface Backups {
  readonly rules: readonly BackupRule[];
  /** For how many days copies are kept that are made on demand to hold the objective; undefined: none are made. */
  readonly extraRetentionDays: number | undefined;
}

export interface BackupRule {
  readonly name: string;
  readonly runsPerDay: number;
  /** A continuous backup is the cluster's own automated one: it leaves no snapshots in its region. */
  readonly isContinuous: boolean;
  readonly retentionDays: number;
  /** Of each copy in the standby region. */
  readonly copyRetentionDays: readonly number[];
}

export interface Frontend {
  readonly isReplicated: boolean;
  /** After how many days an old version goes; undefined: never. */
  readonly oldVersionDays: number | undefined;
}

export interface Monitoring {
  readonly region: string;
  /** Metrics that alarms look at: an alarm that computes with two is billed as two. */
  readonly alarmMetrics: number;
  readonly compositeAlarms: number;
  readonly dashboards: number;
}

/** Options cost extra: HTTPS, string matching, a fast interval, latency. */
export interface HealthCheck {
  readonly options: number;
}

export interface Asked {
  readonly region: string;
  /** By each of the checkers. */
  readonly everySeconds: number;
  readonly memoryMb: number;
}

export interface Scheduled {
  readonly region: string;
  readonly runsPerMonth: number;
  readonly memoryMb: number;
  /** Whether each run publishes a datapoint by the API: the traffic switch. What functions log in a format is no request. */
  readonly putsMetric: boolean;
}
