import type { World } from '../../simulator/world';
import { CONTROL_REGION } from './estate';
import type { Written } from './write';

export interface RightRequest extends Written {
  readonly authorization: string;
  /** What the answer, which is 200, holds. */
  readonly answer: RegExp;
}

/** One right request after the other, to each kind of service in turn, in the region that nothing wrong is sent to. */
export class RightRequests {
  readonly #requests: readonly RightRequest[];
  #next = 0;

  constructor(world: World) {
    const key = world.iam.operatorCredentials.accessKeyId;
    this.#requests = REQUESTS.map(({ service, ...request }) => ({
      ...request,
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260105/${CONTROL_REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    }));
  }

  next(): RightRequest {
    const request = this.#requests[this.#next % this.#requests.length];
    this.#next += 1;
    if (request === undefined) throw new Error('there is no right request');
    return request;
  }
}

const form = (service: string, text: string, answer: RegExp) => ({
  service,
  method: 'POST',
  path: '/',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(text),
  answer,
});
const json = (service: string, target: string, version: string, input: unknown, answer: RegExp) => ({
  service,
  method: 'POST',
  path: '/',
  headers: { 'x-amz-target': target, 'content-type': `application/x-amz-json-${version}` },
  body: Buffer.from(JSON.stringify(input)),
  answer,
});
const rest = (service: string, method: string, path: string, body: string, answer: RegExp) => ({
  service,
  method,
  path,
  headers: {},
  body: Buffer.from(body),
  answer,
});

const REQUESTS: readonly (Omit<RightRequest, 'authorization'> & { readonly service: string })[] = [
  form('sts', 'Action=GetCallerIdentity&Version=2011-06-15', /<Account>111111111111<\/Account>/),
  json('ssm', 'AmazonSSM.GetParameter', '1.1', { Name: '/control/parameter' }, /"Value":"right"/),
  json('dynamodb', 'DynamoDB_20120810.DescribeTable', '1.0', { TableName: 'table' }, /"TableStatus":"ACTIVE"/),
  form('rds', 'Action=DescribeDBClusters&DBClusterIdentifier=cluster', /<Status>available<\/Status>/),
  rest('lambda', 'POST', '/2015-03-31/functions/function/invocations', '{"n":1}', /^\{"event":\{"n":1\}\}$/),
  rest('s3', 'PUT', `/bucket-${CONTROL_REGION}/key`, 'body', /^$/),
  rest('s3', 'GET', `/bucket-${CONTROL_REGION}/key`, '', /^body$/),
  form('monitoring', 'Action=DescribeAlarms&AlarmNames.member.1=alarm', /<AlarmName>alarm<\/AlarmName>/),
  json('kms', 'TrentService.DescribeKey', '1.1', { KeyId: 'alias/key' }, /"KeyState":"Enabled"/),
  rest('backup', 'GET', '/backup-vaults/vault', '', /"BackupVaultName":"vault"/),
  json('states', 'AWSStepFunctions.ListStateMachines', '1.0', {}, /stateMachine:machine/),
  form('cloudformation', 'Action=DescribeStacks&StackName=stack', /<StackStatus>CREATE_COMPLETE<\/StackStatus>/),
  json('secretsmanager', 'secretsmanager.DescribeSecret', '1.1', { SecretId: 'secret' }, /"Name":"secret"/),
];
