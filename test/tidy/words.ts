import { type Prose, proseOf } from './prose';
import { type Allowances, type Counts, exceeding } from './ratchet';
import type { Problems, SourceFile } from './tree';

/** A word that is not English as an engineer of AWS writes it, and what is. */
export interface Word {
  readonly name: string;
  readonly pattern: RegExp;
  readonly write: string;
}

/**
 * The words of the glossary in CONTRIBUTING.md that a pattern finds.
 * @param messages how many mails, pages, errors, descriptions and lines on the terminal may still have each
 */
export function checkWords(files: readonly SourceFile[], words: readonly Word[], messages: Allowances): Problems {
  const prose = proseOf(files);
  const tooMany = new Set(exceeding(messagesByWord(files, words), 0, messages));
  return words.flatMap(({ name, pattern, write }) => {
    const found = prose.filter(({ text }) => pattern.test(text));
    const inDocuments = found.filter(isDocument).map((place) => `${placeOf(place)} says "${name}": write ${write}`);
    if (!tooMany.has(name)) return inDocuments;
    const places = found.filter((place) => !isDocument(place)).map(placeOf);
    const over = `"${name}" is in ${places.length} messages, ${messages[name] ?? 0} are allowed: write ${write} in one of`;
    return [...inDocuments, [over, ...places].join('\n    ')];
  });
}

/** In how many messages each word still is. In documents it is not. */
export function messagesByWord(files: readonly SourceFile[], words: readonly Word[]): Counts {
  const messages = proseOf(files).filter((place) => !isDocument(place));
  return new Map(words.map(({ name, pattern }) => [name, messages.filter(({ text }) => pattern.test(text)).length]));
}

function isDocument({ path }: Prose): boolean {
  return path.endsWith('.md');
}

function placeOf({ path, line }: Prose): string {
  return `${path}:${line}`;
}
