import { colours } from './colours';
import { wrap } from './wrap';

/** What was checked, each on a line of its own. */
export function checkLines(
  checks: readonly { readonly name: string; readonly passed: boolean | null; readonly detail: string }[],
  width: number,
): string {
  return checks
    .map(({ passed, name, detail }) =>
      wrap(`${outcome(passed)}  ${name}: ${passed === null ? 'not checked: ' : ''}${detail}`, width),
    )
    .join('\n');
}

/** Four letters each, so that the names stand under each other. */
function outcome(passed: boolean | null): string {
  if (passed === null) return colours.yellow('skip');
  return passed ? colours.green('pass') : colours.red('FAIL');
}
