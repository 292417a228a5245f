import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { usdOf } from '../cost/prices';
import { COPIES_THAT_HOLD_IT, OBJECTIVE_MINUTES, WARM, type YearOptions } from '../rehearsal/year/options';
import type { YearReport } from '../rehearsal/year/report';
import { synthesiseInProcess } from './in-process-assembly';

const PROJECT = join(__dirname, '..');
const DEFAULT_DAYS = 365;
/** Of the cluster that is backed up, for the price of its copies. */
const CLUSTER_GB = 100;
const STANDBY_REGION = 'us-west-2';
const HOURS_PER_MONTH = 730;
/** Ten days before a drill is due, so that this one is skipped; three more follow within the year. */
const START_MS = Date.UTC(2026, 1, 5);
const TARGET_SECONDS = 180;

export type MeasuredYear = YearReport & {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMemoryMb: number;
};

/** Long enough for the keeper to measure copies of 25 minutes, and to say that they cannot. */
const DAYS_WITH_SLOW_COPIES = 1;
/** What an hourly plan can promise by itself: with the other objective its alarms would go off every hour of the year. */
const PLAN_OBJECTIVE_MINUTES = 120;

const KEPT = { objectives: { rpoMinutes: OBJECTIVE_MINUTES } };

/** What differs between the two years. Both are measured by the same objective. */
const YEARS: readonly { readonly name: string; readonly config: unknown; readonly isKept: boolean }[] = [
  {
    name: 'hourly plan',
    config: { objectives: { rpoMinutes: PLAN_OBJECTIVE_MINUTES }, freshness: { keeper: false } },
    isKept: false,
  },
  { name: 'with the keeper', config: KEPT, isKept: true },
];

/** A year of operation, each way in a process of its own. PILOT_LIGHT_DAYS makes it shorter. */
export async function measureYear(): Promise<string> {
  const days = Number(process.env['PILOT_LIGHT_DAYS'] ?? DEFAULT_DAYS);
  const scratch = mkdtempSync(join(tmpdir(), 'pilot-light-year-'));
  const fileOf = (name: string, durations: object) => {
    const path = join(scratch, `${name}.json`);
    writeFileSync(path, JSON.stringify({ ...WARM, ...durations }));
    return path;
  };
  const beganAt = performance.now();
  try {
    const durations = fileOf('fast-copies', COPIES_THAT_HOLD_IT);
    const [plan, kept] = YEARS.map(({ config, isKept }) => runApart(config, { durations, days, isKept }));
    // The year of the plan alone is over sooner: this one takes its place.
    const slowCopies = plan?.then(() =>
      runApart(KEPT, { durations: fileOf('slow-copies', {}), days: DAYS_WITH_SLOW_COPIES, isKept: true }),
    );
    const [planned, keeping, slow] = await Promise.all([plan, kept, slowCopies]);
    const years = [planned, keeping].filter((year) => year !== undefined);
    if (years.some(({ checks }) => checks.some(({ passed }) => !passed))) process.exitCode = 1;
    return print(years, slow?.cannotHold ?? null, (performance.now() - beganAt) / 1000);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runApart(
  config: unknown,
  some: Pick<YearOptions, 'durations' | 'days' | 'isKept'>,
): Promise<MeasuredYear> {
  const assembly = await synthesiseInProcess(config);
  try {
    const options: YearOptions = {
      ...some,
      assemblyDirectory: assembly.directory,
      seed: 1,
      startMs: START_MS,
      runtimeSdk: true,
      objectiveMinutes: OBJECTIVE_MINUTES,
    };
    // A young generation that holds an hour of the simulation: what it leaves behind is then mostly dead.
    const flags = ['--max-semi-space-size=64', '--import', 'tsx', join(__dirname, 'year-worker.ts')];
    const text = await new Promise<string>((resolve, reject) => {
      const child = execFile(
        process.execPath,
        [...flags, JSON.stringify(options)],
        { cwd: PROJECT, maxBuffer: 2 ** 26 },
        (error, stdout) => {
          if (error === null) resolve(stdout);
          else reject(error);
        },
      );
      child.stderr?.pipe(process.stderr);
    });
    return JSON.parse(text) as MeasuredYear;
  } finally {
    await assembly.remove();
  }
}

function print(years: readonly MeasuredYear[], cannotHold: string | null, wallSeconds: number): string {
  const table = new Table({
    head: [`${years[0]?.days ?? 0} days`, ...YEARS.map(({ name }) => name)],
    style: { head: [], border: [], compact: true },
  });
  const row = (name: string, of: (year: MeasuredYear) => string) => table.push([name, ...years.map(of)]);
  row('backups completed / failed', ({ backupJobs }) => `${backupJobs.completed} / ${backupJobs.failed}`);
  row('copies completed / failed', ({ copyJobs }) => `${copyJobs.completed} / ${copyJobs.failed}`);
  row('on demand', ({ stored }) => String(stored.primary.onDemand.recoveryPoints));
  row('recovery points expired', ({ expiredRecoveryPoints }) => String(expiredRecoveryPoints));
  row(`worst age in the standby vault (objective ${OBJECTIVE_MINUTES} min)`, ({ ages }) =>
    minutes(ages.all.worstMinutes),
  );
  row('  outside injected failures', ({ ages }) => minutes(ages.outsideFailures.worstMinutes));
  row('time within the objective', ({ ages }) => percent(ages.all.shareWithin));
  row('  outside injected failures', ({ ages }) => percent(ages.outsideFailures.shareWithin));
  row(`copies in the standby vault, ${CLUSTER_GB} GB each`, ({ stored, days }) =>
    usd(stored.standby.plan.copyHours + stored.standby.onDemand.copyHours, days),
  );
  row('  of them on demand', ({ stored, days }) => usd(stored.standby.onDemand.copyHours, days));
  row('injected failures', ({ injectedFailures: { backups, copies } }) => `${backups} backups, ${copies} copies`);
  row('incidents opened / over', ({ incidents }) => `${incidents.opened} / ${incidents.allClear}`);
  row('validations passed', ({ validations }) => `${validations.passed}, ${validations.onPostgres} on PostgreSQL`);
  row(
    'dearest validation',
    ({ validations: { highestUsd, stateTransitions, invocations, requests } }) =>
      `$${highestUsd.toFixed(4)}: ${stateTransitions} transitions, ${invocations} invocations, ${requests} requests`,
  );
  row('drills', ({ drills }) => drills.map(({ verdict }) => verdict).join(', '));
  row('API calls', ({ apiCalls }) => String(apiCalls));
  row('wall / processor time', (year) => `${year.wallSeconds.toFixed(0)} s / ${year.cpuSeconds.toFixed(0)} s`);
  row('virtual to wall', ({ days, wallSeconds: seconds }) => `${Math.round((days * 86_400) / seconds)} : 1`);
  row('peak memory (Node)', ({ peakMemoryMb }) => `${peakMemoryMb} MB`);
  const lines = years.flatMap(({ checks }, index) =>
    checks.map(
      ({ name, passed, detail }) => `${passed ? 'pass' : 'FAIL'}  ${YEARS[index]?.name ?? ''}: ${name}: ${detail}`,
    ),
  );
  const within = wallSeconds <= TARGET_SECONDS ? 'within' : 'over';
  return [
    table.toString(),
    ...lines,
    `With copies of 25 minutes, as by default, people are told: ${cannotHold ?? 'nothing'}`,
    `${wallSeconds.toFixed(0)} s of wall time with the synthesis, ${within} ${TARGET_SECONDS} s. Rows in a ledger, SDK calls without the wire.`,
  ].join('\n');
}

function minutes(value: number): string {
  return `${value.toFixed(1)} min`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)} %`;
}

function usd(copyHours: number, days: number): string {
  const averageCopies = copyHours / (days * 24);
  const monthly = usdOf('auroraBackup', averageCopies * CLUSTER_GB, STANDBY_REGION);
  return `${averageCopies.toFixed(1)} on average, $${monthly.toFixed(2)} a month of ${HOURS_PER_MONTH} h`;
}
