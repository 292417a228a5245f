import { AwsError } from '../../service';

/**
 * What EventBridge answers to a call about a bus of another region; only a target of a rule may be one. The text is its own
 * (aws-samples/amazon-eventbridge-resource-policy-samples #10, hashicorp/terraform-provider-aws #31444).
 */
export function crossRegionCall(): AwsError {
  return new AwsError('ValidationException', 'Cross-region api call is not allowed.');
}
