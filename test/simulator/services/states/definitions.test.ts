import { REGION, runMachine, states, statesWorld } from './states-fixture';

const roleArn = 'arn:aws:iam::111111111111:role/machine';
const machine = (Output: unknown): string =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Output, End: true } } });
const ARN = `arn:aws:states:${REGION}:111111111111:stateMachine:m`;
const REFUSED = {
  code: 'InvalidDefinition',
  message:
    "Invalid State Machine Definition: 'UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'age' at the top level is not supported. at /States/A/Output/v'",
};

describe('a definition', () => {
  test('that AWS takes is created, run, updated and run again', async () => {
    const world = statesWorld();
    const created = await states(world, 'CreateStateMachine', { name: 'm', definition: machine(1), roleArn });
    expect(created).toMatchObject({ stateMachineArn: ARN });
    expect(await runMachine(world, ARN)).toMatchObject({ output: '1' });
    await states(world, 'UpdateStateMachine', { stateMachineArn: ARN, definition: machine(2) });
    expect(await runMachine(world, ARN)).toMatchObject({ output: '2' });
  });

  test('that AWS refuses is not created, and does not replace the one before', async () => {
    const world = statesWorld();
    const definition = machine({ v: '{% age %}' });
    await expect(states(world, 'CreateStateMachine', { name: 'm', definition, roleArn })).rejects.toMatchObject(
      REFUSED,
    );
    await states(world, 'CreateStateMachine', { name: 'm', definition: machine(1), roleArn });
    await expect(states(world, 'UpdateStateMachine', { stateMachineArn: ARN, definition })).rejects.toMatchObject(
      REFUSED,
    );
    expect(await runMachine(world, ARN)).toMatchObject({ output: '1' });
  });

  test('with an operation that the service does not have is refused, one that is not modelled here is not', async () => {
    const world = statesWorld();
    const validate = (operation: string) => {
      const A = { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:${operation}`, Arguments: {}, End: true };
      const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A } });
      return states(world, 'ValidateStateMachineDefinition', { definition });
    };
    expect(await validate('sns:publishAll')).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ code: 'SCHEMA_VALIDATION_FAILED', location: '/States/A/Resource' }],
    });
    for (const operation of ['sns:publish', 'sns:optInPhoneNumber', 'sqs:whatever']) {
      expect(await validate(operation)).toMatchObject({ result: 'OK' });
    }
  });

  test('is created once: the same again is the machine that is there, another one is refused', async () => {
    const world = statesWorld();
    const create = (output: unknown) =>
      states(world, 'CreateStateMachine', { name: 'm', definition: machine(output), roleArn });
    expect(await create(1)).toEqual(await create(1));
    await expect(create(2)).rejects.toMatchObject({ code: 'StateMachineAlreadyExists' });
  });

  test('is told apart by ValidateStateMachineDefinition, without anything being made', async () => {
    const world = statesWorld();
    const validate = (definition: string, rest = {}) =>
      states(world, 'ValidateStateMachineDefinition', { definition, ...rest });
    expect(await validate(machine(1))).toEqual({ result: 'OK', diagnostics: [], truncated: false });
    const wrong = machine(['{% age %}', '{% 1 + %}']);
    const [first, second] = [
      {
        severity: 'ERROR',
        code: 'UNSUPPORTED_JSONATA_EXPRESSION',
        message: "Reference to 'age' at the top level is not supported.",
        location: '/States/A/Output[0]',
      },
      {
        severity: 'ERROR',
        code: 'INVALID_JSONATA_EXPRESSION',
        message: 'Unexpected end of expression',
        location: '/States/A/Output[1]',
      },
    ];
    expect(await validate(wrong)).toEqual({ result: 'FAIL', diagnostics: [first, second], truncated: false });
    expect(await validate(wrong, { maxResults: 1 })).toEqual({ result: 'FAIL', diagnostics: [first], truncated: true });
    expect(await states(world, 'ListStateMachines', {})).toMatchObject({ stateMachines: [] });
  });

  // Recorded at AWS: LocalStack's test_sfn_api_validation.snapshot.json.
  test.each([
    [
      '{}',
      { code: 'SCHEMA_VALIDATION_FAILED', message: 'These fields are required: [States, StartAt]', location: '/' },
    ],
    ['', { code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' }],
    ['not a definition', { code: 'INVALID_JSON_DESCRIPTION' }],
  ])('%j is answered as AWS answered it', async (definition, diagnostic) => {
    const answer = await states(statesWorld(), 'ValidateStateMachineDefinition', { definition });
    expect(answer).toMatchObject({ result: 'FAIL', diagnostics: [{ severity: 'ERROR', ...diagnostic }] });
  });
});
