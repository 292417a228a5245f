/** Strings, punctuation, and what stands between: numbers, true, false, null. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

interface Container {
  readonly kind: 'object' | 'array';
  /** Of the value that is being read. */
  key: string | number;
  /** In an object, whether the next text is a key. */
  awaitsKey: boolean;
}

/**
 * The line, from 1, on which the value at `path` begins in a JSON text that can be parsed. Where the path leads nowhere,
 * as for a field that is missing, the line of what should hold it.
 */
export function lineOf(text: string, path: readonly PropertyKey[]): number {
  const open: Container[] = [];
  let best = { depth: -1, offset: 0 };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const inside = open.at(-1);
    if (token === ',') {
      if (inside?.kind === 'array') inside.key = Number(inside.key) + 1;
      else if (inside !== undefined) inside.awaitsKey = true;
    } else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') {
      if (inside?.awaitsKey === true) {
        inside.key = JSON.parse(token);
        inside.awaitsKey = false;
        continue;
      }
      const isOnPath = open.every(({ key }, depth) => String(path[depth]) === String(key));
      if (isOnPath && open.length > best.depth) best = { depth: open.length, offset: index };
      if (token === '{') open.push({ kind: 'object', key: '', awaitsKey: true });
      if (token === '[') open.push({ kind: 'array', key: 0, awaitsKey: false });
    }
  }
  return text.slice(0, best.offset).split('\n').length;
}
