import type { DeployedResources } from '../../cost/deployed-resources';

/** Nothing that costs anything. */
export const EMPTY: DeployedResources = {
  primaryRegion: 'us-east-1',
  standbyRegion: 'us-west-2',
  database: undefined,
  secondary: undefined,
  caches: [],
  workload: undefined,
  backups: { rules: [], extraRetentionDays: undefined },
  frontend: undefined,
  monitoring: [],
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

/** A small system, of everything something, in figures that can be worked out by hand. */
export const SMALL: DeployedResources = {
  ...EMPTY,
  database: { minCapacity: 0.5, readers: 1, readersFollowWriter: true, retentionDays: 7 },
  caches: [{ region: 'us-east-1', engine: 'valkey' }],
  workload: { memoryMb: 512 },
  backups: {
    rules: [
      { name: 'hourly', runsPerDay: 23, isContinuous: true, retentionDays: 7, copyRetentionDays: [7] },
      { name: 'daily', runsPerDay: 1, isContinuous: false, retentionDays: 90, copyRetentionDays: [90] },
    ],
    extraRetentionDays: 1,
  },
  frontend: { isReplicated: true, oldVersionDays: 30 },
  monitoring: [
    { region: 'us-east-1', alarmMetrics: 9, compositeAlarms: 0, dashboards: 1 },
    { region: 'us-west-2', alarmMetrics: 11, compositeAlarms: 1, dashboards: 1 },
  ],
  customMetrics: 20,
  keys: { 'us-east-1': 1, 'us-west-2': 1 },
  secrets: 1,
  healthChecks: [{ options: 1 }],
  scheduled: [{ region: 'us-west-2', runsPerMonth: 8760, memoryMb: 512, putsMetric: false }],
  validationsPerMonth: 1,
};
