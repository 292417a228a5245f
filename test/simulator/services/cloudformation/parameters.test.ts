import {
  type GivenParameter,
  type ParameterValues,
  resolveParameters,
} from '../../../../simulator/services/cloudformation/parameters';
import { parseTemplate } from '../../../../simulator/services/cloudformation/template';

const store = new Map([
  ['/name', 'orders'],
  ['/zones', 'a,b'],
]);

function resolveFor(
  definitions: Record<string, unknown>,
  given: readonly GivenParameter[] = [],
  previous: ParameterValues = new Map(),
): Promise<ParameterValues> {
  const { parameters } = parseTemplate(JSON.stringify({ Parameters: definitions, Resources: { R: { Type: 'T' } } }));
  return resolveParameters(parameters, given, previous, async (names) => {
    return new Map([...store].filter(([name]) => names.includes(name)));
  });
}

describe('a parameter gets', () => {
  const cases: readonly (readonly [
    title: string,
    definition: Record<string, unknown>,
    given: string | undefined,
    value: unknown,
  ])[] = [
    ['the value that is given', { Type: 'String', Default: 'x' }, 'y', 'y'],
    ['its default', { Type: 'String', Default: 'x' }, undefined, 'x'],
    ['a number as its text', { Type: 'Number', Default: 3 }, undefined, '3'],
    ['the items of a list', { Type: 'CommaDelimitedList' }, 'a, b', ['a', 'b']],
    [
      'the value of an SSM parameter',
      { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/name' },
      undefined,
      'orders',
    ],
    ['the items of an SSM list', { Type: 'AWS::SSM::Parameter::Value<List<String>>' }, '/zones', ['a', 'b']],
    ['an id of an AWS type', { Type: 'AWS::EC2::VPC::Id' }, 'vpc-1', 'vpc-1'],
  ];
  it.each(cases)('%s', async (_, definition, given, value) => {
    const values = await resolveFor({ P: definition }, given === undefined ? [] : [{ key: 'P', value: given }]);
    expect(values.get('P')?.value).toEqual(value);
  });

  it('its previous value when that is asked for', async () => {
    const previous = await resolveFor({ P: { Type: 'String' } }, [{ key: 'P', value: 'old' }]);
    const values = await resolveFor({ P: { Type: 'String' } }, [{ key: 'P', usePrevious: true }], previous);
    expect(values.get('P')?.value).toBe('old');
  });
});

describe('a parameter is refused', () => {
  const cases: readonly (readonly [
    title: string,
    definition: Record<string, unknown>,
    given: GivenParameter[],
    message: string,
  ])[] = [
    ['without a value', { Type: 'String' }, [], 'Parameters: [P] must have values'],
    [
      'that the template lacks',
      { Type: 'String', Default: '' },
      [{ key: 'Q', value: '' }],
      'Parameters: [Q] do not exist',
    ],
    [
      'outside its allowed values',
      { Type: 'String', AllowedValues: ['a'] },
      [{ key: 'P', value: 'b' }],
      'AllowedValues',
    ],
    ['against its pattern', { Type: 'String', AllowedPattern: '[a-z]+' }, [{ key: 'P', value: 'a1' }], 'match pattern'],
    ['that is no number', { Type: 'Number' }, [{ key: 'P', value: 'many' }], 'must be a number'],
    ['below its minimum', { Type: 'Number', MinValue: 2 }, [{ key: 'P', value: '1' }], 'not less than 2'],
    [
      'whose SSM parameter is missing',
      { Type: 'AWS::SSM::Parameter::Value<String>' },
      [{ key: 'P', value: '/none' }],
      'Unable to fetch parameters [/none] from parameter store for this account.',
    ],
    [
      'of a type that does not exist',
      { Type: 'Text' },
      [{ key: 'P', value: 'x' }],
      'Unrecognized parameter type: Text',
    ],
  ];
  it.each(cases)('%s', async (_, definition, given, message) => {
    await expect(resolveFor({ P: definition }, given)).rejects.toThrow(message);
  });
});
