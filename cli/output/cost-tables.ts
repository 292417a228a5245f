import type { Amount, CostReport, ReportLine } from '../../cost/report';
import { colours } from './colours';
import { table } from './table';
import { wrap } from './wrap';

export const PARTS = ['components', 'choices', 'estimate', 'retention', 'runs', 'phases', 'notes'] as const;
export type Part = (typeof PARTS)[number];

interface Layout {
  /** Of the terminal, in columns. */
  readonly width?: number;
  readonly detail: boolean;
  /** What is printed. @default everything */
  readonly only?: readonly Part[];
}

/** What a person reads of the prices. */
export function costTables(
  report: CostReport,
  { width = Number.POSITIVE_INFINITY, detail, only = PARTS }: Layout,
): string {
  const head = colours.bold(
    `US dollars a month of ${report.hoursPerMonth} hours, primary ${report.regions.primary}, standby ${report.regions.standby}.`,
  );
  const parts: Readonly<Record<Part, readonly string[]>> = {
    components: [head, components(report), ...(detail ? [lines(report)] : [])],
    choices: [choices(report, width)],
    estimate: [firstEstimate(report, width)],
    retention: [retention(report)],
    runs: [runs(report, width)],
    phases: [phases(report)],
    notes: [
      assumptions(report, width),
      ...(detail ? [prices(report)] : []),
      confidence(report, only, width),
      wrap(`Not priced: ${report.notPriced.join('; ')}.`, width),
    ],
  };
  return `\n${only.flatMap((part) => parts[part]).join('\n\n')}\n`;
}

function components({ components: all, total }: CostReport): string {
  const shown = all.filter(({ before, after }) => before.usd + after.usd > 0);
  const rows = shown.map(({ name, before, after, firstEstimate: estimate, note }) => [
    name,
    money(before),
    money(after),
    change(after.usd - before.usd),
    estimate === null ? '' : `${estimate.before} → ${estimate.after}`,
    note,
  ]);
  const markOf = (column: (row: (typeof all)[number]) => Amount) =>
    mark(all.some((row) => column(row).confidence === 'low') ? 'low' : 'high');
  const { before, after, firstEstimate: estimate } = total;
  const last = [
    'Total',
    `${figure(before)}${markOf(({ before: each }) => each)}`,
    `${figure(after)}${markOf(({ after: each }) => each)}`,
    change(after - before),
    `${estimate.before} → ${estimate.after}`,
    '',
  ];
  return table(
    ['', 'before', 'after', 'change', '1st estimate', ''],
    [...rows, last.map((cell) => (cell === '' ? '' : colours.bold(cell)))],
  );
}

function lines({ components: all, runs: { validation, drill, failover } }: CostReport): string {
  const rows = [
    ...all.map(({ name, after }) => [name, after] as const),
    ...Object.entries({ 'One validation': validation, 'One drill': drill, 'One failover': failover }),
  ].flatMap(([name, { lines: each }]) => each.map((one, index) => [index === 0 ? name : '', ...lineCells(one)]));
  return table(['', 'what', 'quantity', 'unit', 'USD', 'price'], rows);
}

function lineCells({ what, quantity, unit, usd, price, confidence: sure }: ReportLine): readonly string[] {
  const shown = quantity.toLocaleString('en-US', { maximumFractionDigits: 2 });
  return [what, shown, unit, `${usd < 0.01 && usd > 0 ? usd.toFixed(6) : dollars(usd)}${mark(sure)}`, price];
}

function choices({ choices: all }: CostReport, width: number): string {
  const rows = all.map(({ setting, profiles, isConfigured, month }) => [
    setting,
    money(month),
    profiles.join(', '),
    isConfigured ? 'as configured' : '',
  ]);
  const bought = all
    .filter(({ setting }) => !setting.startsWith('profile:'))
    .map(({ setting, buys }) => wrap(`  ${setting} buys ${buys}.`, width));
  return [table(['choice', ' a month', 'profiles', ''], rows), '', ...bought].join('\n');
}

function retention({ retention: all }: CostReport): string {
  const rows = all.map(({ copies, keeper, kept, copiesInStandby, isConfigured, month }) => [
    `"${copies}"`,
    String(keeper),
    kept,
    String(copiesInStandby).padStart(6),
    money(month),
    isConfigured ? 'as configured' : '',
  ]);
  return table(['backup.copies', 'freshness.keeper', 'kept in the standby region', 'copies', 'a month', ''], rows);
}

function runs({ runs: all, countedBy }: CostReport, width: number): string {
  const rows = (['validation', 'drill', 'failover'] as const).map((kind) => {
    const orchestration = all[kind].lines.filter(({ price }) => !OF_DATABASE.has(price));
    const usd = orchestration.reduce((sum, each) => sum + each.usd, 0);
    return [kind, usd.toFixed(4).padStart(13), figure(all[kind].usd - usd), money(all[kind])];
  });
  return [
    table(['one', 'orchestration', 'database and cache', 'together'], rows),
    wrap(
      `Orchestration as the simulator counts it: ${countedBy}. A failover serves as long as --served-days says.`,
      width,
    ),
  ].join('\n');
}

/** What a run restores or starts; everything else in it is orchestration. */
const OF_DATABASE: ReadonlySet<string> = new Set(['auroraAcu', 'auroraStorage', 'secret', 'valkeyData', 'redisData']);

function phases({ laterPhases }: CostReport): string {
  const rows = laterPhases.map(({ setting, isConfigured, adds, firstEstimate: estimate, note }) => [
    setting,
    isConfigured ? 'in the table' : money(adds),
    estimate === null ? '' : String(estimate),
    note,
  ]);
  return table(['later phases', 'adds a month', '1st estimate', ''], rows);
}

function firstEstimate({ components: all }: CostReport, width: number): string {
  const reasons = all.flatMap(({ name, firstEstimate: estimate }) =>
    estimate === null ? [] : [wrap(`  ${name}, ${estimate.before} → ${estimate.after}: ${estimate.differs}`, width)],
  );
  return ["Where the first estimate, the manual system's, takes other things for granted:", ...reasons].join('\n');
}

function assumptions({ assumptions: all }: CostReport, width: number): string {
  const shown = all.map(({ name, value, default: usual, unit }) => {
    const text = `--${name} ${value}${unit === '' ? '' : ` ${unit}`}`;
    return value === usual ? text : colours.bold(text);
  });
  return wrap(`Assumed (pilotlight cost --help says what each is): ${shown.join(', ')}.`, width);
}

function prices({ prices: all }: CostReport): string {
  return table(
    ['price', 'region', 'USD', 'unit', 'date', 'source'],
    all.map(({ name, region, usd, per, unit, date, source, confidence: sure }) => [
      name,
      region,
      `${usd}${mark(sure)}`,
      per === 1 ? unit : `${per.toLocaleString('en-US')} ${unit}s`,
      date,
      source,
    ]),
  );
}

/** Of the prices in what is printed. */
function confidence(report: CostReport, only: readonly Part[], width: number): string {
  const { components: all, runs: each, laterPhases } = report;
  const printed: readonly (readonly Amount[])[] = [
    all.flatMap(({ before, after }) => [before, after]),
    only.includes('choices') ? report.choices.map(({ month }) => month) : [],
    only.includes('retention') ? report.retention.map(({ month }) => month) : [],
    only.includes('runs') ? Object.values(each) : [],
    only.includes('phases') ? laterPhases.map(({ adds }) => adds) : [],
  ];
  const low = printed.flat().flatMap((amount) => amount.lines.filter((one) => one.confidence === 'low' && one.usd > 0));
  const names = new Set(low.map(({ price }) => price));
  return wrap(
    names.size === 0
      ? 'Every price was read in an AWS price list or on its page.'
      : `* contains a price of low confidence, quoted from elsewhere than AWS's price list: ${[...names].join(', ')}.`,
    width,
  );
}

function money({ usd, confidence: sure }: Amount): string {
  return `${figure(usd)}${mark(sure)}`;
}

/** Points one below the other. */
function figure(usd: number): string {
  return dollars(usd).padStart(8);
}

function mark(sure: 'high' | 'low'): string {
  return sure === 'low' ? ' *' : '';
}

function change(usd: number): string {
  return usd < 0.005 ? '' : `+${dollars(usd)}`.padStart(8);
}

function dollars(usd: number): string {
  return usd.toFixed(2);
}
