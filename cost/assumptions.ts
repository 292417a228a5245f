/** What no template says: how much the workload stores and does. Each is an option of `pilotlight cost`. */
export const ASSUMPTIONS = {
  gb: { value: 10, from: 0.1, to: 131_072, unit: 'GB', what: 'in the database' },
  change: { value: 5, from: 0, to: 1000, unit: '%', what: 'of the database that changes in a day' },
  acus: { value: 0.5, from: 0, to: 256, unit: 'ACUs', what: 'of the writer on average, at least cluster.minCapacity' },
  'reader-acus': {
    value: 0,
    from: 0,
    to: 256,
    unit: 'ACUs',
    what: 'of a reader on average, at least what it cannot go below',
  },
  io: { value: 2, from: 0, to: 1e6, unit: 'million', what: 'I/O requests of the database a month' },
  writes: {
    value: 1,
    from: 0,
    to: 1e6,
    unit: 'million',
    what: 'of them that write, which a global database replicates',
  },
  requests: { value: 1, from: 0, to: 1e6, unit: 'million', what: 'requests to the API a month' },
  'request-ms': { value: 100, from: 1, to: 900_000, unit: 'ms', what: 'of Lambda for each' },
  statements: { value: 1, from: 0, to: 1000, unit: '', what: 'statements over the Data API for each' },
  'log-gb': { value: 1, from: 0, to: 1e6, unit: 'GB', what: 'of logs of the workload a month' },
  'cache-gb': {
    value: 0.1,
    from: 0,
    to: 5000,
    unit: 'GB',
    what: 'in the cache; billed from 0.1 (Valkey) or 1 (Redis OSS)',
  },
  ecpus: { value: 10, from: 0, to: 1e9, unit: 'million', what: 'ECPUs of the cache a month' },
  'frontend-gb': { value: 1, from: 0, to: 1e6, unit: 'GB', what: 'of frontend' },
  'frontend-upload': { value: 1, from: 0, to: 1e6, unit: 'GB', what: 'of it uploaded anew a month' },
  'extra-copies': {
    value: 24,
    from: 0,
    to: 1000,
    unit: 'a day',
    what: 'backups and copies on demand, if freshness.keeper is on',
  },
  checkers: {
    value: 15,
    from: 1,
    to: 100,
    unit: '',
    what: 'health checkers of Route 53 that ask an endpoint of ours, if there is one',
  },
  'function-ms': { value: 500, from: 1, to: 900_000, unit: 'ms', what: 'of Lambda for each run on a schedule' },
  'recovery-log-gb': { value: 0.5, from: 0, to: 1e6, unit: 'GB', what: 'of logs of the recovery functions a month' },
  'hash-acu-seconds': {
    value: 60,
    from: 0,
    to: 10_000,
    unit: 'ACU-seconds',
    what: 'to hash a GB of tables, if validation.hashContents asks for it',
  },
  drills: { value: 4, from: 0, to: 365, unit: 'a year', what: 'full drills' },
  'restored-hours': {
    value: 1,
    from: 0.17,
    to: 720,
    unit: 'hours',
    what: 'that a validation or drill keeps its cluster',
  },
  'restored-acus': { value: 1, from: 0, to: 256, unit: 'ACUs', what: 'of that cluster on average' },
  'served-days': { value: 1, from: 0, to: 365, unit: 'days', what: 'that the standby serves after a failover' },
} as const;

export type AssumptionName = keyof typeof ASSUMPTIONS;
export type Assumptions = Readonly<Record<AssumptionName, number>>;

export const ASSUMPTION_NAMES = Object.keys(ASSUMPTIONS) as readonly AssumptionName[];

export const DEFAULT_ASSUMPTIONS = Object.fromEntries(
  ASSUMPTION_NAMES.map((name) => [name, ASSUMPTIONS[name].value]),
) as Assumptions;

/** @returns the number, or what to write instead */
export function readAssumption(name: AssumptionName, text: string): number | string {
  const { value, from, to, unit } = ASSUMPTIONS[name];
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number) && number >= from && number <= to) return number;
  const of = unit === '' ? '' : ` (${unit})`;
  return `--${name}: "${text}" is not a number from ${from} to ${to}${of}. Write for example --${name} ${value}`;
}
