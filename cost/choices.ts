import { PROFILES, type Profile, settingsOf } from '../infra/config/profile';
import type { Config } from '../infra/config/schema';
import type { Assumptions } from './assumptions';
import { backupLines } from './components/backups';
import { componentsOf } from './components';
import { database } from './components/database';
import { monitoring } from './components/monitoring';
import type { DeployedResources } from './deployed-resources';
import type { Line } from './line';
import { plannedBackups } from './retention';

/** A choice that a profile makes: what it costs a month, and what it buys. */
export interface CostChoice {
  /** What to write, such as `backup.copies: "lean"`. */
  readonly setting: string;
  readonly profiles: readonly Profile[];
  readonly isConfigured: boolean;
  /** Of what it decides alone; of a profile, everything. */
  readonly lines: readonly Line[];
  readonly buys: string;
}

export function choices(config: Config, deployed: DeployedResources, assume: Assumptions): readonly CostChoice[] {
  const { workload } = config;
  const of = { config, deployed, assume };
  return [
    ...(workload.kind === 'reference' ? [...readers(of, workload.reader), ...dashboards(of, workload.dashboard)] : []),
    ...copies(of),
    ...PROFILES.map((profile) => ({
      setting: `profile: "${profile}"`,
      profiles: [profile],
      isConfigured: config.profile === profile,
      lines: componentsOf({ deployed: inProfile(of, profile), assume }).flatMap(({ after }) => after),
      buys: 'all of it, where nothing else is written',
    })),
  ];
}

interface Asked {
  readonly config: Config;
  readonly deployed: DeployedResources;
  readonly assume: Assumptions;
}

type Reader = ReturnType<typeof settingsOf>['reader'];

const READER_BUYS: Readonly<Record<Reader, string>> = {
  pauses:
    'a second zone: if that of the writer fails, the reader resumes first, in about 15 s, 30 s or more after a day of sleep, and begins at 0.5 ACUs',
  follows: 'a reader as large as the writer at any time: no wait for it, and no growth under full load',
};

function readers({ config, deployed, assume }: Asked, configured: Reader): readonly CostChoice[] {
  return (['pauses', 'follows'] as const).map((reader) => ({
    setting: `workload.reader: "${reader}"`,
    profiles: profilesWith((settings) => settings.reader === reader),
    isConfigured: configured === reader,
    lines: linesOf(database({ deployed: withReader(deployed, reader, config), assume })?.after, 'readers'),
    buys: READER_BUYS[reader],
  }));
}

function dashboards({ deployed, assume }: Asked, configured: boolean): readonly CostChoice[] {
  return [false, true].map((has) => ({
    setting: `workload.dashboard: ${has}`,
    profiles: profilesWith(({ dashboard }) => dashboard === has),
    isConfigured: configured === has,
    lines: linesOf(
      monitoring({ deployed: withDashboard(deployed, has), assume }).after,
      `dashboards in ${deployed.primaryRegion}`,
    ),
    buys: has ? 'a page with a graph of what each alarm watches' : 'nine alarms, and their metrics in the console',
  }));
}

const COPIES_BUY: Readonly<Record<Config['backup']['copies'], string>> = {
  lean: 'going back in the standby region: a day by the hour, two weeks by the day',
  full: 'going back there a week by the hour, and by the day as far as in the primary region',
};

function copies({ config, deployed, assume }: Asked): readonly CostChoice[] {
  return (['lean', 'full'] as const).map((which) => ({
    setting: `backup.copies: "${which}"`,
    profiles: profilesWith((settings) => settings.copies === which),
    isConfigured: config.backup.copies === which,
    lines: linesOf(backupLines(withCopies(deployed, which, config), assume), 'copies by the plan'),
    buys: COPIES_BUY[which],
  }));
}

function inProfile({ config, deployed }: Asked, profile: Profile): DeployedResources {
  const { reader, dashboard, copies: which } = settingsOf(profile, config.database);
  const backedUp = withCopies(deployed, which, config);
  return config.workload.kind === 'reference'
    ? withDashboard(withReader(backedUp, reader, config), dashboard)
    : backedUp;
}

function withReader(deployed: DeployedResources, reader: Reader, { cluster }: Config): DeployedResources {
  const { database: found } = deployed;
  if (found === undefined) return deployed;
  const readersFollowWriter = reader === 'follows';
  return {
    ...deployed,
    database: { ...found, readersFollowWriter, minCapacity: readersFollowWriter ? cluster.minCapacity : 0 },
  };
}

function withDashboard(deployed: DeployedResources, has: boolean): DeployedResources {
  const { primaryRegion } = deployed;
  return {
    ...deployed,
    monitoring: deployed.monitoring.map((each) =>
      each.region === primaryRegion ? { ...each, dashboards: has ? 1 : 0 } : each,
    ),
  };
}

function withCopies(deployed: DeployedResources, which: Config['backup']['copies'], config: Config): DeployedResources {
  return { ...deployed, backups: plannedBackups(config, which, config.freshness.keeper) };
}

function profilesWith(isMeant: (settings: ReturnType<typeof settingsOf>) => boolean): readonly Profile[] {
  return PROFILES.filter((profile) => isMeant(settingsOf(profile, 'snapshot')));
}

function linesOf(lines: readonly Line[] = [], what: string): readonly Line[] {
  return lines.filter((line) => line.what === what);
}
