/** A prefix shorter than this says nothing. */
const SHORTEST_PREFIX = 3;

/** The name that somebody who wrote `word` probably meant; undefined when none is near. */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const written = word.toLowerCase();
  const longest = Math.max(1, Math.floor(written.length / 3));
  const near = names
    .map((name) => ({ name, distance: distanceBetween(written, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= longest || isBeginning(written, name.toLowerCase()))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name;
}

function isBeginning(written: string, name: string): boolean {
  return written.length >= SHORTEST_PREFIX && name.startsWith(written);
}

/** How many letters have to be added, left out or changed to make one of the other (Levenshtein). */
function distanceBetween(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of from.split('').entries()) {
    const current = [row + 1];
    for (const [column, other] of to.split('').entries()) {
      const changed = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(changed, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
