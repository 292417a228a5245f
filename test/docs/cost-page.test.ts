import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { costCommand } from '../../cli/commands/cost';
import { assemblyDirectory } from '../infra/synthesized';
import { capture } from '../cli/in-process';

const PAGE = join(__dirname, '../../docs/COST.md');
const PROGRAM = 'node cli/pilotlight.js cost';
const WIDEST = 120;

/** A block with one command, and the block with what it prints. */
const BLOCKS = /^```bash\n(.+)\n```\n\n```text\n([\s\S]*?)^```$/gm;

const assembly = assemblyDirectory();

async function print(words: readonly string[]): Promise<string> {
  const { io, stdout } = capture();
  await costCommand.run(words, io);
  return stripVTControlCharacters(stdout()).replace(/^\n/, '');
}

/** The page as it would be if it were written now. */
async function written(page: string): Promise<string> {
  const pieces: string[] = [];
  for (const [, command = ''] of page.matchAll(BLOCKS)) {
    const words = command.slice(PROGRAM.length).trim().split(/\s+/);
    pieces.push(await print([...words, '--assembly', assembly]));
  }
  return page.replace(
    BLOCKS,
    (_, command: string) => `\`\`\`bash\n${command}\n\`\`\`\n\n\`\`\`text\n${pieces.shift()}\`\`\``,
  );
}

test('every figure of the page is what its command prints', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const now = await written(page);
  if (process.env['UPDATE_COST_PAGE'] === '1') writeFileSync(PAGE, now);
  expect(readFileSync(PAGE, 'utf8')).toBe(now);
});

test('the page has its commands, and no line that is too wide', () => {
  const page = readFileSync(PAGE, 'utf8');
  const commands = [...page.matchAll(BLOCKS)].map(([, command]) => command);
  expect(commands.length).toBeGreaterThan(4);
  expect(commands.filter((command) => command?.startsWith(PROGRAM) !== true)).toEqual([]);
  expect(page.split('\n').filter((line) => line.length > WIDEST)).toEqual([]);
});
