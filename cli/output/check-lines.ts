import { colours } from './colours';
import { wrap } from './wrap';

/** What was checked, each on a line of its own. */
export function checkLines(
  checks: readonly { readonly name: string; readonly passed: boolean; readonly detail: string }[],
  width: number,
): string {
  return checks
    .map(({ passed, name, detail }) =>
      wrap(`${passed ? colours.green('pass') : colours.red('FAIL')}  ${name}: ${detail}`, width),
    )
    .join('\n');
}
