import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as kms from '@aws-sdk/client-kms';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as serviceQuotas from '@aws-sdk/client-service-quotas';
import * as states from '@aws-sdk/client-sfn';
import * as ssm from '@aws-sdk/client-ssm';
import { AwsError } from '../../../simulator/service';
import { JsonRpcProtocol } from '../../../simulator/wire/protocols/json-rpc';
import { ServiceModel } from '../../../simulator/wire/service-model';
import { toWireError } from '../../../simulator/wire/wire-error';

const statusOf = (name: string, client: unknown, className: string, error: AwsError) => {
  const model = ServiceModel.fromClient(name, client, className);
  return new JsonRpcProtocol('1.1').writeError(toWireError(error, model), model, 'request').status;
};

test.each<readonly [string, unknown, string, string]>([
  ['ssm', ssm, 'SSMClient', 'ParameterNotFound'],
  ['kms', kms, 'KMSClient', 'NotFoundException'],
  ['servicequotas', serviceQuotas, 'ServiceQuotasClient', 'NoSuchResourceException'],
  ['secretsmanager', secretsManager, 'SecretsManagerClient', 'ResourceNotFoundException'],
  ['dynamodb', dynamoDb, 'DynamoDBClient', 'ResourceNotFoundException'],
  ['states', states, 'SFNClient', 'ExecutionDoesNotExist'],
])('%s: what is not there is HTTP 400', (name, client, className, code) => {
  expect(statusOf(name, client, className, new AwsError(code, 'no', { status: 404 }))).toBe(400);
});

test('an error of the service itself keeps its status', () => {
  const down = new AwsError('InternalServerError', 'down', { status: 500 });
  expect(statusOf('ssm', ssm, 'SSMClient', down)).toBe(500);
});
