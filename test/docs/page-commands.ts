/** Commands that stand together on a page, indented, as somebody pastes them. */
export interface PageCommands {
  readonly line: number;
  /** The heading above them, with its hashes. */
  readonly heading: string;
  readonly script: string;
}

/** What a page says where it has a command that the simulator lacks. */
const LACKING = /The simulator does not model ((?:`[^`]*`(?:, | and )?)+)/g;

/** The commands of which a text says that the simulator lacks them, as `aws SERVICE OPERATION`. */
export function lackingIn(text: string): readonly string[] {
  return Array.from(text.replace(/\s+/g, ' ').matchAll(LACKING), ([, names = '']) =>
    Array.from(names.matchAll(/`([^`]*)`/g), ([, name = '']) => name),
  ).flat();
}

/** What a command of a page begins with; other indented text is no command. */
const COMMAND = /^(?:aws|curl|dig|node|npx|[A-Z]+=)/;

/** Every group of commands of a page that writes them indented. */
export function commandsOf(page: string): readonly PageCommands[] {
  const groups: PageCommands[] = [];
  let heading = '';
  let lines: string[] = [];
  const finish = (end: number) => {
    const [first = ''] = lines;
    const indent = first.length - first.trimStart().length;
    const script = lines.map((text) => text.slice(indent)).join('\n');
    if (COMMAND.test(script)) groups.push({ line: end - lines.length, heading, script });
    lines = [];
  };
  for (const [index, text] of [...page.split('\n'), ''].entries()) {
    if (/^ {4}\s*\S/.test(text)) lines.push(text);
    else {
      finish(index + 1);
      if (/^#+ /.test(text)) heading = text;
    }
  }
  return groups;
}

/** The regions that commands name. */
export function regionsOf(script: string): readonly string[] {
  return Array.from(script.matchAll(/--region (\S+)/g), ([, region = '']) => region);
}
