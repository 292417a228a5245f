import { providers as iam } from '../../iam/providers';
import { providers as apigateway } from '../apigateway/providers';
import { providers as backup } from '../backup/providers';
import { providers as certificates } from '../certificates/providers';
import { providers as cloudfront } from '../cloudfront/providers';
import { providers as cloudwatch } from '../cloudwatch/providers';
import { providers as dynamodb } from '../dynamodb/providers';
import { providers as ec2 } from '../ec2/providers';
import { providers as elasticache } from '../elasticache/providers';
import { providers as events } from '../events/providers';
import { providers as kms } from '../kms/providers';
import { providers as lambda } from '../lambda/providers';
import { providers as logs } from '../logs/providers';
import { providers as rds } from '../rds/providers';
import { providers as route53 } from '../route53/providers';
import { providers as s3 } from '../s3/providers';
import { providers as scheduler } from '../scheduler/providers';
import { providers as secretsmanager } from '../secretsmanager/providers';
import { providers as sns } from '../sns/providers';
import { providers as sqs } from '../sqs/providers';
import { providers as ssm } from '../ssm/providers';
import { providers as states } from '../states/providers';
import type { ResourceProvider } from './provider';

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
