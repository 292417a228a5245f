import {
  evaluateCondition,
  NO_VALUE,
  resolve,
  type TemplateScope,
} from '../../../../simulator/services/cloudformation/intrinsics';

const scope: TemplateScope = {
  region: 'us-west-2',
  ref: (name) => ({ Name: 'pilot', Zones: ['a', 'b'], 'AWS::Region': 'us-west-2' })[name] ?? fail(name),
  attribute: (logicalId, attribute) => `${logicalId}:${attribute}`,
  condition: (name) => name === 'IsTrue',
  mapping: (name, first, second) => `${name}/${first}/${second}`,
  importValue: (name) => `imported ${name}`,
};

function fail(name: string): never {
  throw new Error(`no ${name}`);
}

describe('a template value resolves', () => {
  const cases: readonly (readonly [title: string, value: unknown, expected: unknown])[] = [
    ['Ref of a parameter', { Ref: 'Name' }, 'pilot'],
    ['Ref of a list parameter', { Ref: 'Zones' }, ['a', 'b']],
    ['GetAtt with a list', { 'Fn::GetAtt': ['Db', 'Endpoint.Address'] }, 'Db:Endpoint.Address'],
    ['GetAtt with a string', { 'Fn::GetAtt': 'Db.Endpoint.Address' }, 'Db:Endpoint.Address'],
    ['Sub with parameters and attributes', { 'Fn::Sub': '${Name}-${Db.Arn}-${AWS::Region}' }, 'pilot-Db:Arn-us-west-2'],
    ['Sub with variables', { 'Fn::Sub': ['${a}${Name}', { a: { Ref: 'Name' } }] }, 'pilotpilot'],
    ['Sub with a literal', { 'Fn::Sub': '${!Name} ${Name}' }, '${Name} pilot'],
    ['Join', { 'Fn::Join': ['-', ['x', { Ref: 'Name' }, 3]] }, 'x-pilot-3'],
    ['Join of a list parameter', { 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
    ['Select', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
    ['Split', { 'Fn::Split': ['.', 'a.b.c'] }, ['a', 'b', 'c']],
    ['Select of Split', { 'Fn::Select': [0, { 'Fn::Split': ['.', { 'Fn::Sub': '${Name}.x' }] }] }, 'pilot'],
    ['FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k'] }, 'M/us-west-2/k'],
    ['If that holds', { 'Fn::If': ['IsTrue', { Ref: 'Name' }, { Ref: 'Missing' }] }, 'pilot'],
    ['If that does not hold', { 'Fn::If': ['IsFalse', { Ref: 'Missing' }, 'no'] }, 'no'],
    ['GetAZs of this region', { 'Fn::GetAZs': '' }, ['us-west-2a', 'us-west-2b', 'us-west-2c']],
    ['Base64', { 'Fn::Base64': { Ref: 'Name' } }, 'cGlsb3Q='],
    ['ImportValue', { 'Fn::ImportValue': 'other' }, 'imported other'],
    ['NoValue as a property', { keep: 1, drop: { Ref: 'AWS::NoValue' } }, { keep: 1 }],
    ['NoValue as an item', [1, { 'Fn::If': ['IsTrue', { Ref: 'AWS::NoValue' }, 2] }], [1]],
    ['NoValue alone', { Ref: 'AWS::NoValue' }, NO_VALUE],
    ['a policy statement with a Condition', { Condition: { Bool: { x: 'y' } } }, { Condition: { Bool: { x: 'y' } } }],
  ];
  it.each(cases)('%s', (_, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });
});

describe('a template value is refused', () => {
  const cases: readonly (readonly [title: string, value: unknown, message: string])[] = [
    ['an unknown function by its name', { 'Fn::Unheard': [] }, 'Fn::Unheard is not modelled by the simulator'],
    ['a reference to a stack elsewhere', { 'Fn::GetStackOutput': {} }, 'Fn::GetStackOutput'],
    ['Select past the end', { 'Fn::Select': [7, ['a']] }, 'cannot select nonexistent value at index 7'],
    ['Join of what is no list', { 'Fn::Join': [',', 'a'] }, 'Fn::Join requires a list'],
    ['Sub of what is no string', { 'Fn::Sub': '${Zones}' }, 'Fn::Sub requires a string'],
    ['FindInMap with a default', { 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: '1' }] }, 'with a default value'],
  ];
  it.each(cases)('%s', (_, value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});

describe('a condition holds or not', () => {
  const yes = { 'Fn::Equals': [{ Ref: 'Name' }, 'pilot'] };
  const no = { 'Fn::Equals': ['a', 'b'] };
  const cases: readonly (readonly [title: string, value: unknown, expected: boolean])[] = [
    ['Equals', yes, true],
    ['Equals of a number and its text', { 'Fn::Equals': [1, '1'] }, true],
    ['Not', { 'Fn::Not': [yes] }, false],
    ['And', { 'Fn::And': [yes, no] }, false],
    ['Or', { 'Fn::Or': [yes, no] }, true],
    ['a named condition', { 'Fn::And': [yes, { Condition: 'IsTrue' }] }, true],
    ['Contains', { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], '3'] }] }, true],
  ];
  it.each(cases)('%s', (_, value, expected) => {
    expect(evaluateCondition(value, scope)).toBe(expected);
  });

  it('refuses a condition function that it does not know', () => {
    expect(() => evaluateCondition({ 'Fn::EachMemberIn': [] }, scope)).toThrow('Fn::EachMemberIn is not modelled');
  });
});
