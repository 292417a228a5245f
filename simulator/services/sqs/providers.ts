import * as z from 'zod';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';

const QueueProperties = z.strictObject({
  QueueName: z.string().optional(),
  MessageRetentionPeriod: TemplateNumber.pipe(z.number().min(60).max(1_209_600)).default(345_600),
  SqsManagedSseEnabled: TemplateBoolean.optional(),
  Tags: TagList.optional(),
});

const queue: ResourceProvider = {
  type: 'AWS::SQS::Queue',
  calls: { service: 'sqs', create: ['CreateQueue'], update: ['SetQueueAttributes'], delete: ['DeleteQueue'] },
  access(request, change) {
    const { QueueName } = parseProperties(queue.type, QueueProperties, request.properties);
    const resource = request.region.sqs.arn(QueueName ?? `${request.stackName}-*`);
    const actions = {
      create: ['sqs:CreateQueue', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:TagQueue'],
      update: ['sqs:SetQueueAttributes', 'sqs:GetQueueAttributes', 'sqs:TagQueue'],
      delete: ['sqs:DeleteQueue', 'sqs:GetQueueAttributes'],
    }[change];
    return actions.map((action) => ({ action, resource }));
  },
  create(request) {
    const { QueueName } = parseProperties(queue.type, QueueProperties, request.properties);
    return putQueue(request, QueueName ?? request.generateName(80));
  },
  update(request) {
    const { QueueName } = parseProperties(queue.type, QueueProperties, request.properties);
    return putQueue(request, QueueName ?? nameOf(request.physicalId));
  },
  delete(request) {
    request.region.sqs.deleteQueue(request.region.sqs.arn(nameOf(request.physicalId)));
  },
};

const PolicyProperties = z.strictObject({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) });

const queuePolicy: ResourceProvider = {
  type: 'AWS::SQS::QueuePolicy',
  calls: {
    service: 'sqs',
    create: ['SetQueueAttributes'],
    update: ['SetQueueAttributes'],
    delete: ['SetQueueAttributes'],
  },
  access(request) {
    const { Queues } = parseProperties(queuePolicy.type, PolicyProperties, request.properties);
    const { sqs } = request.region;
    return Queues.map((url) => ({ action: 'sqs:SetQueueAttributes', resource: sqs.arn(nameOf(url)) }));
  },
  create: (request) => putPolicy(request, request.generateName()),
  update(request) {
    removePolicy(request);
    return putPolicy(request, request.physicalId);
  },
  delete: removePolicy,
};

export const providers: readonly ResourceProvider[] = [queue, queuePolicy];

/** `Ref` of a queue is its URL. */
function putQueue(request: ProviderRequest, name: string): ProviderResult {
  const properties = parseProperties(queue.type, QueueProperties, request.properties);
  const { sqs } = request.region;
  const made = sqs.find(sqs.arn(name)) ?? sqs.createQueue(name);
  made.retentionSeconds = properties.MessageRetentionPeriod;
  made.tags = mergeTags(request.stackTags, properties.Tags);
  return { physicalId: made.url, attributes: { Arn: made.arn, QueueName: name, QueueUrl: made.url } };
}

function putPolicy(request: ProviderRequest, physicalId: string): ProviderResult {
  const { PolicyDocument, Queues } = parseProperties(queuePolicy.type, PolicyProperties, request.properties);
  const { sqs } = request.region;
  for (const url of Queues) sqs.queue(sqs.arn(nameOf(url))).policy = PolicyDocument;
  return { physicalId, attributes: { Id: physicalId } };
}

function removePolicy(request: ExistingRequest): void {
  const { Queues } = parseProperties(queuePolicy.type, PolicyProperties, request.previousProperties);
  const { sqs } = request.region;
  for (const url of Queues) {
    const found = sqs.find(sqs.arn(nameOf(url)));
    if (found !== undefined) found.policy = undefined;
  }
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
