import { isExpression } from './expression';

/** Evaluates every expression inside a JSON value. `field` is where it stands, as AWS writes it: `Arguments/Payload`. */
export async function fillTemplate(
  template: unknown,
  field: string,
  evaluate: (expression: string, field: string) => Promise<unknown>,
): Promise<unknown> {
  if (isExpression(template)) return evaluate(template, field);
  if (!holdsExpression(template)) return template;
  if (Array.isArray(template)) {
    const items: unknown[] = [];
    for (const [index, item] of template.entries())
      items.push(await fillTemplate(item, `${field}[${index}]`, evaluate));
    return items;
  }
  if (typeof template === 'object' && template !== null) {
    const members: [string, unknown][] = [];
    for (const [key, member] of Object.entries(template)) {
      members.push([key, await fillTemplate(member, `${field}/${key}`, evaluate)]);
    }
    return Object.fromEntries(members);
  }
  return template;
}

const known = new WeakMap<object, boolean>();

/** Looked at once: the same definition is filled at every turn of a loop. */
function holdsExpression(template: unknown): boolean {
  if (typeof template !== 'object' || template === null) return isExpression(template);
  let holds = known.get(template);
  if (holds === undefined) {
    holds = Object.values(template).some(holdsExpression);
    known.set(template, holds);
  }
  return holds;
}
