import type { CacheFact } from '../shared/cache-facts';
import type { MemberFact } from '../shared/cluster-members';
import type { LockItem, Serves } from '../shared/lock-table';
import type { Selection } from '../shared/recovery-points';
import type { PublishedManifest } from './published';

/** What a check looks at, or why it could not be looked at. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  /** `mayPass`: no answer, or trouble of the service's own; otherwise it refused. */
  | { readonly kind: 'unread'; readonly why: string; readonly mayPass: boolean };

/** Everything that was found, at one time. `undefined` in a reading means that it is not there. */
export interface Facts {
  readonly nowMs: number;
  /** Of the standby vault, as a failover would choose from them. */
  readonly recoveryPoints: Reading<Selection | undefined>;
  readonly vault: Reading<{ readonly keyArn: string } | undefined>;
  /** `Enabled`, `Disabled`, `PendingDeletion` … */
  readonly keyState: Reading<string | undefined>;
  readonly secrets: Reading<readonly SecretFact[]>;
  readonly resources: Reading<readonly ResourceFact[]>;
  readonly subnetGroup: Reading<{ readonly status: string; readonly zones: number } | undefined>;
  readonly parameterGroupFamily: Reading<string | undefined>;
  readonly engine: Reading<EngineFact>;
  readonly quotas: readonly QuotaFact[];
  readonly activation: Reading<ActivationFact>;
  /** Code that the activation template names itself, and that a failover could not use. */
  readonly unusableCode: Reading<readonly UnusableCode[]>;
  /** The activation stack; undefined where none is deployed. */
  readonly activationStack: Reading<DeployedFact | undefined>;
  /** Names of the workload's functions in this region that nothing can invoke: reserved concurrency 0. */
  readonly fencedFunctions: Reading<readonly string[]>;
  /** The cache that a failover makes; undefined where it makes none. */
  readonly cache: Reading<CacheReadinessFact | undefined>;
  /** The build that the primary runs, as it wrote down itself; undefined when it has not for hours. */
  readonly primaryBuild: Reading<{ readonly build: string; readonly at: string } | undefined>;
  /** As the primary region describes it. */
  readonly primaryCluster: Reading<PrimaryClusterFact | undefined>;
  readonly records: Reading<RecordsFact>;
  /** Where resolvers are led. */
  readonly resolved: Reading<readonly string[]>;
  readonly switchAlarm: Reading<{ readonly state: string } | undefined>;
  /** When the switch metric was put last, of the last half hour. */
  readonly switchMetricAtMs: Reading<number | undefined>;
  readonly serves: Reading<Serves>;
  /** The decision about traffic that is not known to have been carried out; undefined as a rule. */
  readonly pendingSwitch: Reading<LockItem | undefined>;
  readonly lock: Reading<LockItem | undefined>;
  /** Whether the execution that the lock names as its owner is at work, where the lock says that it is. */
  readonly isLockHeld: Reading<boolean>;
  /** When drills were turned on; undefined where no parameter says so. */
  readonly drillsTurnedOnAt: Reading<Date | undefined>;
  /** Names of the parameters that are not there. */
  readonly missingParameters: Reading<readonly string[]>;
  readonly evidenceBucket: Reading<true>;
  readonly functions: readonly Named<FunctionFact>[];
  readonly stateMachines: readonly Named<{ readonly status: string; readonly roleArn: string }>[];
  readonly subscribers: Reading<{ readonly confirmed: number; readonly pending: number } | undefined>;
  readonly frontend: Reading<{ readonly missing: readonly string[]; readonly release: string | null }>;
}

export interface PrimaryClusterFact {
  readonly members: readonly MemberFact[];
  /** In which a reader can be created; empty where none is missing. */
  readonly zones: readonly string[];
}

export interface Named<Fact> {
  readonly name: string;
  readonly found: Reading<Fact | undefined>;
}

export interface SecretFact {
  readonly name: string;
  readonly state: 'there' | 'toBeDeleted' | 'missing';
}

/** A resource of a stack, as CloudFormation recorded it. */
export interface ResourceFact {
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
}

export interface EngineFact {
  readonly version: string;
  /** Whose version it is. */
  readonly of: 'recovery point' | 'configuration';
  /** The parameter group family of the version; undefined when the region does not offer it. */
  readonly family: string | undefined;
}

export interface QuotaFact {
  readonly check: string;
  /** As Service Quotas calls it. */
  readonly name: string;
  readonly code: string;
  readonly serviceCode: string;
  readonly limit: Reading<number>;
  /** Null where the use is not counted. */
  readonly used: Reading<number> | null;
}

export interface ActivationFact {
  /** What the pointer says; undefined when nothing was published. */
  readonly templateUrl: string | undefined;
  readonly manifest: PublishedManifest | undefined;
  /** sha256 of the template's bytes; undefined when it is not there. */
  readonly templateDigest: string | undefined;
  /** Objects that the manifest names and that are missing or have another content. */
  readonly wrongAssets: readonly string[];
}

export interface UnusableCode {
  readonly bucket: string;
  readonly key: string;
  /** Lambda takes code only from a bucket of its own region (Lambda API Reference, FunctionCode). */
  readonly why: 'missing' | 'elsewhere' | 'forbidden';
}

export interface CacheReadinessFact {
  readonly template: ActivationFact;
  /** Status of its stack; undefined where there is none. */
  readonly stackStatus: string | undefined;
  /** A cache of its name that is in no stack of ours, if there is one. */
  readonly lost: CacheFact | undefined;
}

export interface DeployedFact {
  readonly status: string;
  /** Whether its template is the one that is published. */
  readonly isPublished: boolean;
}

export interface FunctionFact {
  readonly state: string;
  readonly lastUpdate: string;
  readonly roleArn: string;
}

export interface RecordsFact {
  readonly records: readonly {
    readonly failover: string | undefined;
    readonly values: readonly string[];
    readonly healthCheckId: string | undefined;
  }[];
  /** The health check of the PRIMARY record: the one on the metric, by itself or under a calculated one. */
  readonly healthCheck: MetricCheckFact | undefined;
  /** The other one under a calculated check; undefined where the PRIMARY record has the metric's alone. */
  readonly endpointCheck: EndpointCheckFact | undefined;
}

export interface MetricCheckFact {
  readonly alarmName: string | undefined;
  readonly alarmRegion: string | undefined;
  readonly inverted: boolean;
  readonly disabled: boolean;
  readonly withoutData: string | undefined;
}

export interface EndpointCheckFact {
  readonly host: string | undefined;
  readonly searchString: string | undefined;
  readonly inverted: boolean;
  readonly disabled: boolean;
  /** Whether the record's check is healthy only while all that it is calculated from are. */
  readonly needsAll: boolean;
}
