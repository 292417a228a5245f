const sensitive = new Map<string, RegExp>();
const insensitive = new Map<string, RegExp>();

/** Whether `text` fits `pattern`, where `*` stands for any characters and `?` for one. */
export function matchesWildcard(pattern: string, text: string, options: { ignoreCase?: boolean } = {}): boolean {
  if (pattern === '*') return true;
  const patterns = options.ignoreCase === true ? insensitive : sensitive;
  let expression = patterns.get(pattern);
  if (expression === undefined) {
    const source = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, options.ignoreCase === true ? 'is' : 's');
    patterns.set(pattern, expression);
  }
  return expression.test(text);
}

/**
 * Whether an ARN fits a pattern, component by component: a wildcard does not reach over a colon between the first five
 * (IAM User Guide, "IAM JSON policy elements: Condition operators", ARN operators).
 */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const patternParts = splitArn(pattern);
  const arnParts = splitArn(arn);
  return (
    patternParts.length === arnParts.length &&
    patternParts.every((part, index) => matchesWildcard(part, arnParts[index] ?? ''))
  );
}

function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
