import { Match } from 'aws-cdk-lib/assertions';
import { synthesizeStacks } from '../synthesized';

const { primary } = synthesizeStacks().stacks;

test.each([
  ['database', 'postgres'],
  ['application', 'application'],
])(
  'the password of %s is nobody’s to choose, replicated for what is restored, and outlives the stack',
  (name, username) => {
    primary.hasResource('AWS::SecretsManager::Secret', {
      Properties: {
        Name: `pilot-light/${name}`,
        KmsKeyId: Match.absent(),
        GenerateSecretString: Match.objectLike({
          SecretStringTemplate: JSON.stringify({ username }),
          GenerateStringKey: 'password',
          PasswordLength: 32,
        }),
        ReplicaRegions: [{ Region: 'us-west-2' }],
      },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  },
);

test('the reader of the manifest logs in in the primary region alone', () => {
  primary.hasResourceProperties('AWS::SecretsManager::Secret', {
    Name: 'pilot-light/reader',
    GenerateSecretString: Match.objectLike({ SecretStringTemplate: '{"username":"pilot_light_reader"}' }),
    ReplicaRegions: Match.absent(),
  });
});

test('the workload may talk to this database and to no other', () => {
  primary.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 'rds-data:ExecuteStatement',
          Resource: 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary',
        }),
        Match.objectLike({
          Action: 'secretsmanager:GetSecretValue',
          Resource: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:pilot-light/application-??????',
        }),
      ]),
    },
  });
});
