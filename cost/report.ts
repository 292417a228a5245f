import type { Config } from '../infra/config/schema';
import { ASSUMPTION_NAMES, ASSUMPTIONS, type Assumptions } from './assumptions';
import { choices } from './choices';
import type { ComponentId } from './components/component';
import { componentsOf } from './components';
import { COUNT_COMMAND } from './counted';
import type { DeployedResources } from './deployed-resources';
import { FIRST_ESTIMATE, firstEstimateTotal } from './first-estimate';
import { hasLowConfidence, type Line, total } from './line';
import { HOURS_PER_MONTH } from './month';
import { laterPhases } from './phases';
import type { Confidence, UnitPrice } from './prices';
import { retentionChoices } from './retention';
import { type RunKind, runLines } from './runs';

/** An amount, with what it is the sum of. */
export interface Amount {
  readonly usd: number;
  /** `low` when a price in it is. */
  readonly confidence: Confidence;
  readonly lines: readonly ReportLine[];
}

export interface ReportLine {
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly region: string;
  /** The price's name in cost/prices.json. */
  readonly price: string;
  readonly usd: number;
  readonly confidence: Confidence;
}

/** What `pilotlight cost --json` prints. All amounts are US dollars, of a month unless they say otherwise. */
export interface CostReport {
  readonly currency: 'USD';
  readonly hoursPerMonth: number;
  readonly regions: { readonly primary: string; readonly standby: string };
  readonly assumptions: readonly {
    readonly name: string;
    readonly value: number;
    readonly default: number;
    readonly unit: string;
    readonly what: string;
  }[];
  readonly components: readonly {
    readonly id: ComponentId;
    readonly name: string;
    readonly before: Amount;
    readonly after: Amount;
    readonly firstEstimate: { readonly before: number; readonly after: number; readonly differs: string } | null;
    readonly note: string;
  }[];
  readonly total: {
    readonly before: number;
    readonly after: number;
    readonly firstEstimate: { readonly before: number; readonly after: number };
  };
  /** Once, not a month. */
  readonly runs: Readonly<Record<RunKind, Amount>>;
  /** The command that counted what the orchestration of a run uses. */
  readonly countedBy: string;
  readonly retention: readonly {
    readonly copies: string;
    readonly keeper: boolean;
    readonly kept: string;
    readonly copiesInStandby: number;
    readonly isConfigured: boolean;
    readonly month: Amount;
  }[];
  /** What decides the bill: each choice that a profile makes, and the profiles themselves. */
  readonly choices: readonly {
    readonly setting: string;
    readonly profiles: readonly string[];
    readonly isConfigured: boolean;
    readonly month: Amount;
    readonly buys: string;
  }[];
  readonly laterPhases: readonly {
    readonly setting: string;
    readonly isConfigured: boolean;
    readonly adds: Amount;
    readonly firstEstimate: number | null;
    readonly note: string;
  }[];
  /** Those that are used in anything above. */
  readonly prices: readonly UnitPrice[];
  readonly notPriced: readonly string[];
}

export function costReport(config: Config, deployed: DeployedResources, assume: Assumptions): CostReport {
  const components = componentsOf({ deployed, assume });
  const runs = {
    validation: runLines('validation', deployed, assume),
    drill: runLines('drill', deployed, assume),
    failover: runLines('failover', deployed, assume),
  };
  const retention = retentionChoices(config, deployed, assume);
  const phases = laterPhases(config, deployed, assume);
  const decisive = choices(config, deployed, assume);
  const sum = (lines: readonly (readonly Line[])[]) => lines.reduce((all, each) => all + total(each), 0);
  return {
    currency: 'USD',
    hoursPerMonth: HOURS_PER_MONTH,
    regions: { primary: deployed.primaryRegion, standby: deployed.standbyRegion },
    assumptions: ASSUMPTION_NAMES.map((name) => {
      const { value, unit, what } = ASSUMPTIONS[name];
      return { name, value: assume[name], default: value, unit, what };
    }),
    components: components.map(({ id, name, before, after, note }) => ({
      id,
      name,
      before: amount(before),
      after: amount(after),
      firstEstimate: FIRST_ESTIMATE[id] ?? null,
      note,
    })),
    total: {
      before: sum(components.map(({ before }) => before)),
      after: sum(components.map(({ after }) => after)),
      firstEstimate: { before: firstEstimateTotal('before'), after: firstEstimateTotal('after') },
    },
    runs: { validation: amount(runs.validation), drill: amount(runs.drill), failover: amount(runs.failover) },
    countedBy: COUNT_COMMAND,
    retention: retention.map(({ lines, ...rest }) => ({ ...rest, month: amount(lines) })),
    choices: decisive.map(({ lines, ...rest }) => ({ ...rest, month: amount(lines) })),
    laterPhases: phases.map(({ lines, ...rest }) => ({ ...rest, adds: amount(lines) })),
    prices: pricesOf([
      ...components.flatMap(({ before, after }) => [...before, ...after]),
      ...Object.values(runs).flat(),
      ...[...retention, ...phases, ...decisive].flatMap(({ lines }) => lines),
    ]),
    notPriced: [...NOT_PRICED, ...(deployed.database === undefined ? [WORKLOAD] : []), ...deployed.unpriced],
  };
}

/** What is not in any figure: it is the same before and after, is less than a cent, or nobody can know it. */
const NOT_PRICED = [
  'free tiers',
  'CloudFront and what leaves AWS for browsers',
  'the first, full copy sent to the standby region',
  'taxes, support plans and discounts',
  'failback after a failover',
  'artifacts, evidence and access logs in S3, parameters, certificates and requests that come to less than a cent',
];

/** Where it is the team's own. */
const WORKLOAD = 'the workload itself, which no stack here deploys: its cluster, cache, API and frontend';

function amount(lines: readonly Line[]): Amount {
  return {
    usd: total(lines),
    confidence: hasLowConfidence(lines) ? 'low' : 'high',
    lines: lines.map(({ what, quantity, price, usd }) => ({
      what,
      quantity,
      unit: price.unit,
      region: price.region,
      price: price.name,
      usd,
      confidence: price.confidence,
    })),
  };
}

function pricesOf(lines: readonly Line[]): readonly UnitPrice[] {
  const used = new Map(lines.map(({ price }) => [`${price.name} ${price.region}`, price]));
  return [...used.values()].toSorted((one, other) => one.name.localeCompare(other.name));
}
