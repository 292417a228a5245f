import { both, choice, one, pass, paths, workflow, type Refusal } from './definitions';

/** What belongs to the other query language, and the names of variables. */
export const LANGUAGES: readonly Refusal[] = [
  {
    kind: 'a field of JSONPath in a JSONata state',
    refused: one({ ...pass, InputPath: '$.a' }),
    says: "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/A",
    accepted: [
      paths({ ...pass, InputPath: '$.a' }),
      one({ ...pass, Output: { InputPath: '$.a' } }),
      one({ ...pass, QueryLanguage: 'JSONata', Output: 1 }, { QueryLanguage: 'JSONPath' }),
    ],
  },
  {
    kind: 'a field of JSONata in a JSONPath state',
    refused: paths({ ...pass, Output: 1 }),
    says: "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A",
    accepted: [paths({ ...pass, Result: 1 }), paths({ ...pass, Assign: { a: 1 } }), one({ ...pass, Output: 1 })],
  },
  {
    kind: 'a JSONPath state in a JSONata machine',
    refused: one({ ...pass, QueryLanguage: 'JSONPath', InputPath: '$.a' }),
    says: "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A",
    accepted: [
      one({ ...pass, QueryLanguage: 'JSONata' }),
      paths({ ...pass, QueryLanguage: 'JSONPath', InputPath: '$.a' }),
    ],
  },
  {
    kind: 'a comparison of JSONPath in a JSONata Choice',
    refused: choice({ Variable: '$.a', IsPresent: true, Next: 'B' }),
    says: "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'Variable' is only supported for the 'JSONPath' QueryLanguage at /States/A/Choices[0]",
    accepted: [
      choice({ Condition: '{% $exists($states.input.a) %}', Next: 'B' }),
      choice({ Variable: '$.a', IsPresent: true, Next: 'B' }, { QueryLanguage: 'JSONPath' }),
    ],
  },
  {
    kind: 'a language of a branch',
    refused: both({ ...workflow('B'), QueryLanguage: 'JSONata' }),
    says: "SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/A/Branches[0]",
    accepted: [both(workflow('B', { ...pass, QueryLanguage: 'JSONata' })), both({ ...workflow('B'), Comment: 'why' })],
  },
  {
    kind: 'a variable called states in a rule of a Choice',
    refused: choice({ Condition: true, Next: 'B', Assign: { states: 1 } }),
    says: "SCHEMA_VALIDATION_FAILED: The variable name 'states' is reserved at /States/A/Choices[0]/Assign/states",
    accepted: [choice({ Condition: true, Next: 'B', Assign: { state: 1 } })],
  },
  {
    kind: 'a variable called states',
    refused: one({ ...pass, Assign: { states: 1 } }),
    says: "SCHEMA_VALIDATION_FAILED: The variable name 'states' is reserved at /States/A/Assign/states",
    accepted: [
      one({ ...pass, Assign: { state: 1 } }),
      one({ ...pass, Assign: { a: { states: 1 } } }),
      one({ ...pass, Output: { states: 1 } }),
    ],
  },
];
