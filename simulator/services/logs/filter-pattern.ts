import { notModelled } from '../not-modelled';

/**
 * Whether a line has what a filter pattern asks for: every term, one of those with `?`, and none of those with `-`
 * (CloudWatch Logs User Guide, Filter pattern syntax). Patterns for JSON, for columns and regular expressions are not
 * modelled.
 */
export function matcherOf(pattern: string): (message: string) => boolean {
  if (/^\s*[{[]/.test(pattern) || pattern.includes('%')) throw notModelled(`The filter pattern ${pattern}`);
  const terms = Array.from(
    pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g),
    ([, sign = '', quoted, plain]) => ({
      sign,
      text: quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
    }),
  );
  const having = (sign: string): readonly string[] =>
    terms.filter((term) => term.sign === sign).map(({ text }) => text);
  const [all, some, none] = [having(''), having('?'), having('-')];
  return (message) => {
    const has = (text: string): boolean => message.includes(text);
    // Where there are terms without `?`, those with it are ignored.
    const isWanted = all.length > 0 ? all.every(has) : some.length === 0 || some.some(has);
    return isWanted && !none.some(has);
  };
}
