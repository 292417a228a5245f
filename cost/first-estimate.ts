import { type Assumptions, DEFAULT_ASSUMPTIONS } from './assumptions';
import type { ComponentId } from './components/component';
import type { DeployedResources } from './deployed-resources';

export interface EstimatedComponent {
  readonly before: number;
  readonly after: number;
  /** What the figure takes for granted, and what is billed instead. */
  readonly differs: string;
}

/** What the manual system's authors estimated a month, before and after: about $50 and about $58. */
export const FIRST_ESTIMATE: Readonly<Partial<Record<ComponentId, EstimatedComponent>>> = {
  database: {
    before: 30,
    after: 32,
    differs:
      'it has a reader that is paused nearly always (0.02 ACUs), and a writer that pauses a third of the time. Here the ' +
      'reader sleeps as well, by default, and the writer never does: 0.5 ACUs all month.',
  },
  cache: {
    before: 15,
    after: 15,
    differs: 'it comes out with 0.24 GB in Valkey. Redis OSS is billed for 1 GB at least, six times that.',
  },
  application: { before: 5, after: 5, differs: 'it comes out with two million requests a month.' },
  backups: {
    before: 0,
    after: 3,
    differs:
      'it comes out with 168 hourly copies of 0.85 GB. Every copy is billed at full size, so that the figure grows with ' +
      'the database; daily copies and those on demand are not in it.',
  },
  frontend: { before: 0, after: 2, differs: 'it comes out with 25 GB of files, of which 22 GB change in a month.' },
  monitoring: { before: 0, after: 1, differs: 'nine alarms; no dashboards and no metrics of our own.' },
};

export function firstEstimateTotal(column: 'before' | 'after'): number {
  return Object.values(FIRST_ESTIMATE).reduce((all, each) => all + each[column], 0);
}

/** With these the model gives the estimate's figures: they are what its authors must have had in mind. */
export const FIRST_ESTIMATE_ASSUMPTIONS: Assumptions = {
  ...DEFAULT_ASSUMPTIONS,
  gb: 0.85,
  acus: 0.33,
  'reader-acus': 0.0225,
  io: 5,
  requests: 2,
  'cache-gb': 0.24,
  ecpus: 100,
  'frontend-gb': 25,
  'frontend-upload': 22,
  'extra-copies': 0,
  'recovery-log-gb': 0,
  drills: 0,
};

export const FIRST_ESTIMATE_RESOURCES: DeployedResources = {
  primaryRegion: 'us-east-1',
  standbyRegion: 'us-west-2',
  database: { minCapacity: 0, readers: 1, readersFollowWriter: false, retentionDays: 7 },
  secondary: undefined,
  caches: [{ region: 'us-east-1', engine: 'valkey' }],
  workload: { memoryMb: 512 },
  backups: {
    rules: [{ name: 'hourly', runsPerDay: 24, isContinuous: false, retentionDays: 7, copyRetentionDays: [7] }],
    extraRetentionDays: undefined,
  },
  frontend: { isReplicated: true, oldVersionDays: 30 },
  monitoring: [{ region: 'us-east-1', alarmMetrics: 9, compositeAlarms: 0, dashboards: 0 }],
  customMetrics: 0,
  keys: {},
  secrets: 0,
  healthChecks: [],
  asked: [],
  hostedZones: 0,
  endpointZones: {},
  scheduled: [],
  validationsPerMonth: 0,
  hashedManifestsPerMonth: 0,
  unpriced: [],
};
