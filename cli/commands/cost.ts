import { resolve } from 'node:path';
import { AssemblyError, readAssembly } from '../../assembly/read-assembly';
import {
  ASSUMPTION_NAMES,
  ASSUMPTIONS,
  type AssumptionName,
  type Assumptions,
  DEFAULT_ASSUMPTIONS,
  readAssumption,
} from '../../cost/assumptions';
import { FIRST_ESTIMATE_ASSUMPTIONS, FIRST_ESTIMATE_RESOURCES } from '../../cost/first-estimate';
import { priceAssembly } from '../../cost/price-assembly';
import { costReport } from '../../cost/report';
import { type Command, EXIT_CODES, readOptions, UsageError } from '../command';
import { CONFIG_VARIABLE, configurationFile, readConfiguration } from '../configuration';
import { costTables, type Part, PARTS } from '../output/cost-tables';
import { cachedAssembly } from '../assembly-cache';

const USAGE = `pilotlight cost [OPTIONS]

Prices what the configuration deploys, before and after, a month: its templates say what is there, the options how much
it is used. Unit prices are in cost/prices.json, each with its date and source.

  --config FILE        the configuration (default: what PILOT_LIGHT_CONFIG names, or the reference workload)
  --assembly DIR       the templates that were synthesised from it, instead of synthesising them now
  --first-estimate     the estimate of the manual system that this one automates, with what it takes for granted
  --only PARTS         only some of components,choices,estimate,retention,runs,phases,notes
  --detail             also each quantity with its unit price, and where the price is from
  --json               prints the report as one JSON object, and nothing else

What is assumed, a number each:
${ASSUMPTION_NAMES.map(describe).join('\n')}

Exit code: 0 it is priced, 1 it failed, 2 usage: a mistake in an option, in a file or in the configuration.`;

/** Of what is no terminal, such as a page. */
const PAGE_COLUMNS = 120;

export const costCommand: Command = {
  usage: USAGE,
  async run(words, { stdout, environment }) {
    const values = readOptions(
      words,
      {
        config: { type: 'string' },
        assembly: { type: 'string' },
        'first-estimate': { type: 'boolean', default: false },
        only: { type: 'string' },
        detail: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        ...assumptionOptions(),
      },
      USAGE,
    );
    const isFirstEstimate = values['first-estimate'];
    const only = readParts(values.only ?? (isFirstEstimate ? 'components,estimate,notes' : PARTS.join(',')));
    const assume = readAssumptions(values, isFirstEstimate ? FIRST_ESTIMATE_ASSUMPTIONS : DEFAULT_ASSUMPTIONS);
    const file = values.config === undefined ? configurationFile(environment) : resolve(values.config);
    const config = readConfiguration(file, values.config === undefined ? CONFIG_VARIABLE : '--config');
    const report = isFirstEstimate
      ? costReport(config, FIRST_ESTIMATE_RESOURCES, assume)
      : priceAssembly(config, await stacksOf(file, values.assembly), assume);
    stdout.write(
      values.json
        ? `${JSON.stringify(report, null, 2)}\n`
        : costTables(report, { width: stdout.columns ?? PAGE_COLUMNS, detail: values.detail, only }),
    );
    return EXIT_CODES.ok;
  },
};

function readParts(text: string): readonly Part[] {
  const words = text.split(',').map((word) => word.trim());
  const parts = PARTS.filter((part) => words.includes(part));
  const unknown = words.filter((word) => !parts.some((part) => part === word));
  if (unknown.length === 0) return parts;
  throw new UsageError(`--only: there is no part "${unknown[0]}". Write some of ${PARTS.join(',')}`);
}

function describe(name: AssumptionName): string {
  const { value, unit, what } = ASSUMPTIONS[name];
  return `  --${`${name} N`.padEnd(19)}${what} (${[value, unit].join(' ').trim()})`;
}

function assumptionOptions(): Readonly<Record<AssumptionName, { readonly type: 'string' }>> {
  const options = ASSUMPTION_NAMES.map((name) => [name, { type: 'string' }] as const);
  return Object.fromEntries(options) as Record<AssumptionName, { readonly type: 'string' }>;
}

/** Everything that is wrong at once: one line an option. */
function readAssumptions(
  values: Readonly<Partial<Record<AssumptionName, string>>>,
  defaults: Assumptions,
): Assumptions {
  const given = ASSUMPTION_NAMES.flatMap((name) => {
    const text = values[name];
    return text === undefined ? [] : [[name, readAssumption(name, text)] as const];
  });
  const complaints = given.flatMap(([, value]) => (typeof value === 'string' ? [value] : []));
  if (complaints.length > 0) throw new UsageError(complaints.join('\n'));
  return { ...defaults, ...Object.fromEntries(given) } as Assumptions;
}

async function stacksOf(config: string | undefined, assembly: string | undefined) {
  if (assembly !== undefined) {
    try {
      return readAssembly(assembly);
    } catch (error) {
      if (error instanceof AssemblyError) throw new UsageError(`--assembly: ${error.message}`);
      throw error;
    }
  }
  const synthesised = await cachedAssembly(config === undefined ? {} : { [CONFIG_VARIABLE]: config });
  try {
    return readAssembly(synthesised.directory);
  } finally {
    await synthesised.remove();
  }
}
