import { piecesOf } from './pieces';
import { isCode, type SourceFile, topFolder } from './tree';

export interface Prose {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Folders whose texts a user reads: in a mail, on a page, in an error, in a template's description, on a terminal. */
const SPEAKING = new Set([
  'assembly',
  'bench',
  'cli',
  'cost',
  'functions',
  'infra',
  'input',
  'rehearsal',
  'simulator',
  'workload',
]);
/** It quotes the words that are not to be used. */
const GLOSSARY = 'CONTRIBUTING.md';

/** What users read: documents, state machines, and the texts in the code; comments and tests are not among it. */
export function proseOf(files: readonly SourceFile[]): readonly Prose[] {
  return files.flatMap(({ path, text }) => {
    if (isDocument(path)) return lines(path, text);
    if (isCode(path) && SPEAKING.has(topFolder(path))) return textsOf(path, text);
    return [];
  });
}

function isDocument(path: string): boolean {
  if (path === GLOSSARY) return false;
  return (
    (path.endsWith('.md') && topFolder(path) !== 'test') || /^statemachines\/.*\.json$|^workload\/.*\.html$/.test(path)
  );
}

/** Of a page its own words: no fenced block, no code, nothing that it quotes. */
function lines(path: string, text: string): readonly Prose[] {
  const own = path.endsWith('.md')
    ? text.replace(/^```[\s\S]*?^```/gm, blank).replace(/`[^`\n]*`|"[^"\n]*"/g, '')
    : text;
  return own.split('\n').map((line, index) => ({ path, line: index + 1, text: line }));
}

function blank(block: string): string {
  return block.replace(/[^\n]/g, '');
}

function textsOf(path: string, text: string): readonly Prose[] {
  return piecesOf(text)
    .filter(({ kind, text: piece }) => (kind === 'string' || kind === 'template') && /\w .*\w/s.test(piece))
    .map(({ line, text: piece }) => ({ path, line, text: piece }));
}
