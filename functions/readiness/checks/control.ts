import { awsCommand, invokeCommand } from '../../shared/aws-command';
import type { LockItem } from '../../shared/lock-table';
import type { Named } from '../facts';
import {
  degraded,
  type Finding,
  notReady,
  type Policy,
  type ReadinessCheck,
  ready,
  redeploy,
  unchecked,
  whenRead,
} from '../finding';
import { isThere } from './database';

/** A failover can begin. */
export const lock: ReadinessCheck = {
  name: 'lock',
  judge: ({ lock: reading, isLockHeld }, policy) =>
    whenRead(reading, (item) =>
      whenRead(isLockHeld, (isHeld) => {
        const owner = item?.['owner'] ?? 'nobody';
        if (item?.['status'] === 'RUNNING' && isHeld) {
          return degraded(
            `held by ${owner} since ${item['takenAt'] ?? 'an unknown time'}: another start stands down`,
            awsCommand(policy.region, 'stepfunctions describe-execution', '--execution-arn', owner),
          );
        }
        // A stopped execution leaves RUNNING behind: it is as unfinished as one that failed.
        if (item?.['status'] === 'RUNNING' || item?.['status'] === 'FAILED') return unfinished(item, policy);
        return ready('free');
      }),
    ),
};

function unfinished(item: LockItem, { region, END_FAILOVER_NAME }: Policy): Finding {
  const failoverId = item['failoverId'] ?? '';
  const input = { action: 'end', failoverId, requestedBy: 'YOUR NAME', reason: 'WHY' };
  return degraded(
    `the ${item['mode'] ?? 'run'} ${failoverId} was not finished: the next start continues it`,
    `Finish it, or end it for good: ${invokeCommand(region, END_FAILOVER_NAME, input)}`,
  );
}

export const parameters: ReadinessCheck = {
  name: 'parameters',
  judge: ({ missingParameters: reading }, { PARAMETER_NAMES: names, STANDBY_STACK_NAME: stack }) =>
    whenRead(reading, (missing) =>
      missing.length === 0
        ? ready(`${names.length} parameters are in place`)
        : notReady(`not there: ${missing.join(', ')}`, redeploy(stack)),
    ),
};

export const evidenceBucket: ReadinessCheck = {
  name: 'evidence-bucket',
  judge: ({ evidenceBucket: reading }, { EVIDENCE_BUCKET_NAME: bucket, RECOVERY_STACK_NAME }) =>
    reading.kind === 'read'
      ? ready(`${bucket} answers`)
      : reading.mayPass
        ? unchecked(reading.why)
        : notReady(`${bucket} cannot be used: ${reading.why}`, redeploy(RECOVERY_STACK_NAME)),
};

export const functions: ReadinessCheck = {
  name: 'functions',
  judge({ functions: found }, { RECOVERY_STACK_NAME }) {
    const unread = whyUnread(found);
    if (unread !== undefined) return unchecked(unread);
    const broken = found.flatMap(({ name, found: reading }) => {
      const fact = reading.kind === 'read' ? reading.value : undefined;
      if (fact === undefined) return [`${name} is not there`];
      if (fact.state !== 'Active' && fact.state !== 'Inactive') return [`${name} is ${fact.state}`];
      return fact.lastUpdate === 'Failed' ? [`the last update of ${name} failed`] : [];
    });
    return broken.length === 0
      ? ready(`${found.length} functions answer a dry run`)
      : notReady(broken.join('; '), redeploy(RECOVERY_STACK_NAME));
  },
};

export const stateMachines: ReadinessCheck = {
  name: 'state-machines',
  judge({ stateMachines: found }, { RECOVERY_STACK_NAME }) {
    const unread = whyUnread(found);
    if (unread !== undefined) return unchecked(unread);
    const broken = found.flatMap(({ name, found: reading }) => {
      const status = reading.kind === 'read' ? reading.value?.status : undefined;
      return status === 'ACTIVE' ? [] : [`${shortName(name)} is ${status ?? 'not there'}`];
    });
    return broken.length === 0
      ? ready(`${found.map(({ name }) => shortName(name)).join(', ')}: ACTIVE`)
      : notReady(broken.join('; '), redeploy(RECOVERY_STACK_NAME));
  },
};

/**
 * IAM answers in us-east-1 only, so it is not asked: that the roles were made is in CloudFormation's record in this
 * region, and which roles are used say the functions and state machines themselves.
 */
export const roles: ReadinessCheck = {
  name: 'roles',
  judge: (
    { resources: reading, functions: called, stateMachines: machines },
    { ROLE_NAMES, STANDBY_STACK_NAME, RECOVERY_STACK_NAME },
  ) =>
    whenRead(reading, (resources) => {
      const known = new Set(
        resources
          .filter(({ type, status }) => type === 'AWS::IAM::Role' && isThere(status))
          .map(({ physicalId }) => physicalId),
      );
      const used = [...called, ...machines].flatMap(({ found }) =>
        found.kind === 'read' && found.value !== undefined ? [shortName(found.value.roleArn, '/')] : [],
      );
      const wanted = [...new Set([...ROLE_NAMES, ...used])];
      const missing = wanted.filter((name) => !known.has(name));
      return missing.length === 0
        ? ready(`${wanted.length} roles, by CloudFormation's record (IAM itself is in us-east-1 and is not asked)`)
        : notReady(
            `not in CloudFormation's record: ${missing.join(', ')}`,
            `While us-east-1 works: ${redeploy(`${STANDBY_STACK_NAME} ${RECOVERY_STACK_NAME}`)}`,
          );
    }),
};

export const notifications: ReadinessCheck = {
  name: 'notifications',
  judge: ({ subscribers: reading }, { TOPIC_ARN: topic, region, RECOVERY_STACK_NAME }) =>
    whenRead(reading, (found) => {
      if (found === undefined) return notReady(`there is no topic ${topic}`, redeploy(RECOVERY_STACK_NAME));
      if (found.confirmed === 0) {
        return notReady(
          `nobody has confirmed a subscription of ${topic}: approvals and failures reach nobody`,
          `Follow the link in the mail of AWS, or subscribe: aws sns subscribe --region ${region} --topic-arn ${topic} --protocol email --notification-endpoint ADDRESS`,
        );
      }
      const detail = `${found.confirmed} confirmed subscribers`;
      return found.pending === 0
        ? ready(detail)
        : degraded(`${detail}, ${found.pending} not confirmed yet`, 'Follow the link in the mail of AWS');
    }),
};

function whyUnread(found: readonly Named<unknown>[]): string | undefined {
  const unread = found.flatMap(({ name, found: reading }) =>
    reading.kind === 'unread' ? [`${shortName(name)}: ${reading.why}`] : [],
  );
  return unread.length === 0 ? undefined : unread.join('; ');
}

function shortName(arn: string, separator = ':'): string {
  return arn.slice(arn.lastIndexOf(separator) + 1);
}
