import { providers as iam } from './services/iam/providers';
import { providers as apigateway } from './services/apigateway/providers';
import { providers as backup } from './services/backup/providers';
import { providers as certificates } from './services/certificates/providers';
import { providers as cloudfront } from './services/cloudfront/providers';
import { providers as cloudwatch } from './services/cloudwatch/providers';
import { providers as dynamodb } from './services/dynamodb/providers';
import { providers as ec2 } from './services/ec2/providers';
import { providers as elasticache } from './services/elasticache/providers';
import { providers as events } from './services/events/providers';
import { providers as kms } from './services/kms/providers';
import { providers as lambda } from './services/lambda/providers';
import { providers as logs } from './services/logs/providers';
import { providers as rds } from './services/rds/providers';
import { providers as route53 } from './services/route53/providers';
import { providers as s3 } from './services/s3/providers';
import { providers as scheduler } from './services/scheduler/providers';
import { providers as secretsmanager } from './services/secretsmanager/providers';
import { providers as sns } from './services/sns/providers';
import { providers as sqs } from './services/sqs/providers';
import { providers as ssm } from './services/ssm/providers';
import { providers as states } from './services/states/providers';
import type { ResourceProvider } from './services/cloudformation/provider';

/** CDK's record of which constructs made a template. It does nothing. */
const cdkMetadata: ResourceProvider = {
  type: 'AWS::CDK::Metadata',
  access: () => [],
  create: (request) => ({ physicalId: request.generateName() }),
  update: (request) => ({ physicalId: request.physicalId }),
  delete() {},
};

/** Every resource type that the simulator models, by its name. */
export function modelledTypes(): ReadonlyMap<string, ResourceProvider> {
  const all = [
    [cdkMetadata],
    apigateway,
    backup,
    certificates,
    cloudfront,
    cloudwatch,
    dynamodb,
    ec2,
    elasticache,
    events,
    iam,
    kms,
    lambda,
    logs,
    rds,
    route53,
    s3,
    scheduler,
    secretsmanager,
    sns,
    sqs,
    ssm,
    states,
  ].flat();
  const types = new Map(all.map((provider) => [provider.type, provider]));
  if (types.size === all.length) return types;
  const twice = all.find((provider) => types.get(provider.type) !== provider);
  throw new Error(`Two providers for ${twice?.type ?? 'a resource type'}`);
}
