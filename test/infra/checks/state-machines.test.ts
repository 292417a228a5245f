import { checkStateMachines } from '../../../infra/checks/check-state-machines';

const stackOf = (states: object) => ({
  template: {
    Resources: {
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          DefinitionString: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: states }),
          DefinitionSubstitutions: { Work: { 'Fn::GetAtt': ['Work', 'Arn'] } },
        },
        Metadata: { 'aws:cdk:path': 'Recovery/Failover/Resource' },
      },
    },
  },
});

test('a machine that Step Functions would not create stops the synthesis, with its place', () => {
  const stack = stackOf({ A: { Type: 'Pass', Output: '{% ageMinutes > 60 %}', End: true } });
  expect(() => checkStateMachines({ stacks: [stack] })).toThrow(
    "Recovery/Failover: UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'ageMinutes' at the top level is not supported. at /States/A/Output",
  );
});

test('what only the deployment knows may stand for a function, and nothing else does', () => {
  const task = (Resource: string) => stackOf({ A: { Type: 'Task', Resource, End: true } });
  expect(() => checkStateMachines({ stacks: [task('${Work}')] })).not.toThrow();
  expect(() => checkStateMachines({ stacks: [task('${Other}')] })).toThrow('Value is not a valid resource ARN');
});
