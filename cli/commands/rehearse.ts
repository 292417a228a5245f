import { EXIT_CODES, UsageError, type Command } from '../command';
import { SCENARIOS } from '../scenarios/table';

const USAGE = `pilotlight rehearse [SCENARIO] [OPTIONS]

Brings up two simulated regions from the synthesised templates and rehearses one way in which the product is used:

${SCENARIOS.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`).join('\n')}

pilotlight rehearse SCENARIO --help lists the options of a scenario.`;

export const rehearseCommand: Command = {
  name: 'rehearse',
  summary: 'rehearse a failover, or another scenario, against two simulated regions',
  usage: `${USAGE}\n\n${SCENARIOS[0].usage}`,
  async run(words) {
    const [name, ...rest] = words;
    if (name === undefined || name.startsWith('-')) return await SCENARIOS[0].run(words);
    const scenario = SCENARIOS.find((known) => known.name === name);
    if (scenario === undefined) {
      throw new UsageError(
        `rehearse: there is no scenario "${name}". Scenarios: ${SCENARIOS.map((known) => known.name).join(', ')}`,
      );
    }
    if (rest.includes('--help')) {
      process.stdout.write(`${scenario.usage}\n`);
      return EXIT_CODES.ok;
    }
    return await scenario.run(rest);
  },
};
