export type Json = Readonly<Record<string, unknown>>;

/** One kind of definition that AWS refuses: what it says, and the nearest definitions that it takes. */
export interface Refusal {
  readonly kind: string;
  readonly refused: Json;
  readonly says: string;
  readonly accepted: readonly Json[];
}

export const of = (states: Json, rest: Json = {}): Json => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...rest,
});
export const one = (state: Json, rest: Json = {}): Json => of({ A: { End: true, ...state } }, rest);
export const paths = (state: Json): Json => one(state, { QueryLanguage: 'JSONPath' });

export const pass: Json = { Type: 'Pass' };
export const wait = (fields: Json): Json => one({ Type: 'Wait', ...fields });
export const task = (fields: Json = {}): Json =>
  one({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...fields });
export const workflow = (name: string, state: Json = pass): Json => ({
  StartAt: name,
  States: { [name]: { End: true, ...state } },
});
export const both = (...Branches: readonly Json[]): Json => one({ Type: 'Parallel', Branches });
export const recovering = (field: 'Retry' | 'Catch', ...lists: readonly (readonly string[])[]): Json => {
  const entries = lists.map((ErrorEquals) => ({ ErrorEquals, ...(field === 'Catch' ? { Next: 'B' } : {}) }));
  return of({
    A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', [field]: entries, Next: 'B' },
    B: { Type: 'Succeed' },
  });
};
export const choice = (rule: Json, rest: Json = { QueryLanguage: 'JSONata' }): Json =>
  of({ A: { Type: 'Choice', Choices: [rule], Default: 'B' }, B: { Type: 'Succeed' } }, rest);
