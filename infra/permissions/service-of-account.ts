import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/**
 * A service that takes on a role for what belongs to this account, and for nobody else. For services that AWS says send
 * the condition key: Lambda (Lambda Developer Guide, "Working with AWS managed policies in the execution role"), Step
 * Functions (Step Functions Developer Guide, "Cross-service confused deputy prevention"), EventBridge (EventBridge User
 * Guide, the page of that name) and EventBridge Scheduler. AWS says it of neither CloudFormation, AWS Backup nor S3's
 * batch jobs: a condition there might stop a failover. Their roles can be passed within the account alone (IAM User
 * Guide, "Grant a user permissions to pass a role to an AWS service").
 */
export function serviceOfAccount(scope: IConstruct, service: 'lambda' | 'states' | 'events'): ServicePrincipal {
  const { account } = Stack.of(scope);
  return new ServicePrincipal(`${service}.amazonaws.com`, {
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  });
}
