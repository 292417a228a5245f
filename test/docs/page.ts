import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One block of commands on a page, with what the page says that it prints. */
export interface Block {
  readonly line: number;
  readonly script: string;
  /** `…` stands for any text, also for none and for several lines. */
  readonly printed: string | undefined;
}

export function readPage(name: string): string {
  return readFileSync(join(__dirname, '../../docs', name), 'utf8');
}

/** The fenced blocks of bash, each with the fenced text that follows it. */
export function blocksOf(page: string): readonly Block[] {
  const fences = Array.from(page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm), (match) => ({
    language: match[1],
    content: match[2] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
  return fences.flatMap(({ language, content, start, end }, index) => {
    if (language !== 'bash') return [];
    const next = fences[index + 1];
    const isAnswer = next?.language === 'text' && page.slice(end, next.start).trim() === '';
    return [
      {
        line: page.slice(0, start).split('\n').length + 1,
        script: content,
        printed: isAnswer ? next.content : undefined,
      },
    ];
  });
}

/** The content of the fenced block of JSON. */
export function jsonOf(page: string): unknown {
  const [, content] = /^```json\n([\s\S]*?)^```$/m.exec(page) ?? [];
  if (content === undefined) throw new Error('the page has no block of JSON');
  return JSON.parse(content);
}

/** Whether the text is as it was announced; spaces at its ends and empty lines are nothing. */
export function isAsPrinted(text: string, printed: string): boolean {
  const source = lines(printed)
    .map((line) => line.split('…').map(escapeRegExp).join('[\\s\\S]*'))
    .join('\n');
  return new RegExp(`^${source}$`).test(lines(text).join('\n'));
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
