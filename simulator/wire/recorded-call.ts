import { AwsError, type Caller, type Recorded } from '../service';
import { callerArn } from '../services/resource-denial';
import type { World } from '../world';

interface RecordedCall {
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly caller: Caller;
  readonly input: unknown;
}

/**
 * Answers a call, and puts what CloudTrail records of it on the default bus of its region, refused or not. The account
 * has a trail for management events (EventBridge User Guide, "AWS service events delivered via AWS CloudTrail"). What
 * was asked for, and the resource, are in the event of a call that was done; of one that was refused, as KMS records
 * them, in its message alone.
 */
export async function recordCall(
  world: World,
  call: RecordedCall,
  { arnOf }: Recorded,
  answer: () => Promise<unknown>,
): Promise<unknown> {
  const region = world.region(call.region);
  const publish = (outcome: object) =>
    region.events.publish({
      source: `aws.${call.service}`,
      'detail-type': 'AWS API Call via CloudTrail',
      detail: {
        eventSource: `${call.service}.amazonaws.com`,
        eventName: call.operation,
        eventTime: `${new Date(world.scheduler.now()).toISOString().slice(0, 19)}Z`,
        awsRegion: call.region,
        eventType: 'AwsApiCall',
        readOnly: false,
        userIdentity: { type: 'AssumedRole', arn: callerArn(world, call.caller), accountId: world.accountId },
        ...outcome,
      },
    });
  const ARN = arnOf(call.input);
  try {
    const output = await answer();
    const requestParameters = lowerCamel(Object(call.input) as object);
    publish({ requestParameters, resources: ARN === undefined ? [] : [{ accountId: world.accountId, ARN }] });
    return output;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const errorCode = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
    publish({ errorCode, errorMessage: error.message, requestParameters: null });
    throw error;
  }
}

/** The names of an API's members in CloudTrail begin with a small letter. */
function lowerCamel(input: object): object {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}
