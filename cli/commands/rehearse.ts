import { EXIT_CODES, UsageError, type Command } from '../command';
import { REHEARSALS } from '../rehearsals/table';

const USAGE = `pilotlight rehearse [SCENARIO] [OPTIONS]

Brings up two simulated regions from the synthesised templates and rehearses one way in which the product is used:

${REHEARSALS.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`).join('\n')}

pilotlight rehearse SCENARIO --help lists the options of a scenario.`;

export const rehearseCommand: Command = {
  usage: `${USAGE}\n\n${REHEARSALS[0].usage}`,
  async run(words, io) {
    const [name, ...rest] = words;
    if (name === undefined || name.startsWith('-')) return await REHEARSALS[0].run(words, io);
    const rehearsal = REHEARSALS.find((known) => known.name === name);
    if (rehearsal === undefined) {
      throw new UsageError(
        `rehearse: there is no scenario "${name}". Scenarios: ${REHEARSALS.map((known) => known.name).join(', ')}`,
      );
    }
    if (rest.includes('--help')) {
      io.stdout.write(`${rehearsal.usage}\n`);
      return EXIT_CODES.ok;
    }
    return await rehearsal.run(rest, io);
  },
};
