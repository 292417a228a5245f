export interface FoundJson {
  readonly from: number;
  readonly to: number;
  readonly value: unknown;
}

/** A bound on what is tried: no error has more beginnings of JSON than this. */
const MOST_BEGINNINGS = 50;

/** The first JSON object or list of objects in a text. */
export function jsonIn(text: string): FoundJson | undefined {
  let tried = 0;
  for (
    let from = nextBeginning(text, 0);
    from !== -1 && tried < MOST_BEGINNINGS;
    from = nextBeginning(text, from + 1)
  ) {
    tried += 1;
    const to = endOf(text, from);
    if (to === undefined) continue;
    try {
      return { from, to, value: JSON.parse(text.slice(from, to)) };
    } catch {
      // Braces of something else.
    }
  }
  return undefined;
}

/** `{"`, `{}` or `[{`: what a brace or a bracket of prose is not followed by. */
function nextBeginning(text: string, from: number): number {
  const found = text.slice(from).search(/\{\s*["}]|\[\s*[{"]/);
  return found === -1 ? -1 : from + found;
}

/** Behind the brace that closes the one at `from`. */
function endOf(text: string, from: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}
