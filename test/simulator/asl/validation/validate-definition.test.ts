import { sentenceOf } from '../../../../simulator/asl/diagnostic';
import { parseDefinition } from '../../../../simulator/asl/parse-definition';
import { validateDefinition } from '../../../../simulator/asl/validation/validate-definition';
import { of, one } from './definitions';
import { ACCEPTED, REFUSED, UNREADABLE } from './expressions';
import { FLOW } from './flow';
import { FORM } from './form';
import { LANGUAGES } from './languages';

const says = (definition: unknown): string => sentenceOf(validateDefinition(definition));
const output = (expression: string) => one({ Type: 'Pass', Output: { value: `{% ${expression} %}` } });
const PLACE = 'at /States/A/Output/value';

describe.each([...FLOW, ...FORM, ...LANGUAGES])('$kind', ({ refused, says: sentence, accepted }) => {
  test('is refused in the words of AWS, by whoever reads the definition', () => {
    expect(says(refused)).toBe(sentence);
    expect(() => parseDefinition(refused)).toThrow(sentence);
  });

  test.each(accepted.map((definition, index) => ({ index, definition })))('is not what %j is', ({ definition }) => {
    expect(says(definition)).toBe('');
  });
});

describe('an expression', () => {
  test.each(REFUSED)('%s reads what is not there', (expression, ...names) => {
    expect(says(output(expression))).toBe(
      names
        .map(
          (name) =>
            `UNSUPPORTED_JSONATA_EXPRESSION: Reference to '${name}' at the top level is not supported. ${PLACE}`,
        )
        .join(', '),
    );
  });

  test.each(['$$', '$$.phone'])('%s is refused in words of its own', (expression) => {
    expect(says(output(expression))).toBe(
      `UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. ${PLACE}`,
    );
  });

  test.each(ACCEPTED)('%s is accepted', (expression) => {
    expect(says(output(expression))).toBe('');
  });

  test.each(UNREADABLE)('%s cannot be read', (expression, message) => {
    expect(says(output(expression))).toBe(`INVALID_JSONATA_EXPRESSION: ${message} ${PLACE}`);
  });

  test('that is not closed is no expression', () => {
    expect(says(one({ Type: 'Pass', Output: '{% 1' }))).toBe(
      'SCHEMA_VALIDATION_FAILED: JSONata string must start with {% and end with %} at /States/A/Output',
    );
    expect(says(one({ Type: 'Pass', Output: 'about {% 1 %}' }))).toBe('');
  });

  test.each([
    ['Assign', { Assign: { a: ['{% phone %}'] } }, '/States/A/Assign/a[0]'],
    [
      'a payload, also under the name of a field that is not evaluated',
      { Output: { Next: '{% phone %}' } },
      '/States/A/Output/Next',
    ],
  ])('is looked at in %s', (_name, fields, place) => {
    expect(says(one({ Type: 'Pass', ...fields }))).toContain(`not supported. at ${place}`);
  });

  test('is not looked at where AWS takes the text as it is', () => {
    expect(says(one({ Type: 'Pass', Comment: '{% phone %}' }))).toBe('');
  });
});

describe('$states.errorOutput', () => {
  const caught = (fields: object, rest: object = {}) =>
    of({
      A: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', ...fields }],
        Next: 'B',
        ...rest,
      },
      B: { Type: 'Succeed' },
    });

  test.each([
    ['Output', { Output: { cause: '{% $states.errorOutput.Cause %}' } }],
    ['Assign', { Assign: { problem: '{% $states.errorOutput %}' } }],
  ])('is there in %s of a catcher', (_field, fields) => {
    expect(says(caught(fields))).toBe('');
  });

  test.each([
    ['/States/A/Output', { Output: '{% $states.errorOutput %}' }],
    ['/States/A/Arguments/a', { Arguments: { a: '{% $states.errorOutput.Error %}' } }],
  ])('is not there at %s', (place, fields) => {
    expect(says(caught({}, fields))).toBe(
      `UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.errorOutput' does not exist. at ${place}`,
    );
  });
});

test('a definition that is no object is refused without a place', () => {
  expect(validateDefinition('text')).toEqual([
    { code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' },
  ]);
});
