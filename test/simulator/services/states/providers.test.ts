import { providers } from '../../../../simulator/services/states/providers';
import { providerRequest } from '../../support/fake-world';
import { REGION, runMachine, statesWorld } from './states-fixture';

const [provider] = providers;
const roleArn = 'arn:aws:iam::111111111111:role/machine';
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: { A: { Type: 'Pass', Output: '${Word}', End: true } },
};

describe('AWS::StepFunctions::StateMachine', () => {
  test.each([
    ['DefinitionString', { DefinitionString: JSON.stringify(definition) }],
    ['Definition', { Definition: definition }],
    ['DefinitionS3Location', { DefinitionS3Location: { Bucket: 'assets', Key: 'machine.json' } }],
  ])('is made from %s, with its substitutions', async (_name, source) => {
    const world = statesWorld();
    const region = world.region(REGION);
    region.s3.createBucket('assets');
    region.s3.putObject('assets', 'machine.json', JSON.stringify(definition));
    const request = providerRequest(region, 'Machine', {
      StateMachineName: 'failover',
      RoleArn: roleArn,
      DefinitionSubstitutions: { Word: 'a word' },
      LoggingConfiguration: {
        Level: 'ALL',
        IncludeExecutionData: true,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:logs:*' } }],
      },
      ...source,
    });
    const created = await world.scheduler.runToEnd(Promise.resolve(provider?.create(request)));
    expect(created).toMatchObject({
      physicalId: `arn:aws:states:${REGION}:111111111111:stateMachine:failover`,
      attributes: { Name: 'failover' },
    });
    expect(await runMachine(world, created?.physicalId ?? '')).toMatchObject({ output: '"a word"' });
  });

  test.each([
    ['a definition that is no JSON', { DefinitionString: '{' }, 'InvalidDefinition'],
    [
      'a substitution that breaks the JSON, as CloudFormation puts it in letter by letter',
      { Definition: definition, DefinitionSubstitutions: { Word: 'a "quoted" word' } },
      'InvalidDefinition',
    ],
    [
      'a definition with an expression that AWS would not read',
      { Definition: { ...definition, States: { A: { Type: 'Pass', Output: '{% age %}', End: true } } } },
      'InvalidDefinition',
    ],
    ['a definition with a missing target', { Definition: { ...definition, StartAt: 'B' } }, 'InvalidDefinition'],
    [
      'a machine that needs JSONPath',
      { Definition: { StartAt: 'A', States: { A: { Type: 'Pass', InputPath: '$.a', End: true } } } },
      'NotModelled',
    ],
    ['a property that it does not know', { Definition: definition, Colour: 'red' }, 'ValidationException'],
    ['no definition at all', {}, 'ValidationException'],
  ])('refuses %s', async (_name, properties, code) => {
    const request = providerRequest(statesWorld().region(REGION), 'Machine', { RoleArn: roleArn, ...properties });
    await expect(async () => provider?.create(request)).rejects.toMatchObject({ code });
  });
});
