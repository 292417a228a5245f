import type * as client from '@aws-sdk/client-backup';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { RESOURCE_TYPE } from './model';

/** A restore that a restore testing plan made. */
export interface RestoreTest {
  readonly jobId: string;
  readonly restoreTestingPlanArn: string;
  readonly recoveryPointArn: string;
  validationStatus: client.RestoreValidationStatus | undefined;
  validationStatusMessage: string | undefined;
}

/**
 * What AWS Backup's restore testing tells and asks: that it has restored a recovery point, and whether what it restored
 * is right. The plans themselves, and the cluster that AWS Backup restores and deletes, are not modelled.
 */
export class RestoreTests {
  readonly #region: Region;
  readonly #tests = new Map<string, RestoreTest>();

  constructor(region: Region) {
    this.#region = region;
  }

  get(jobId: string): RestoreTest | undefined {
    return this.#tests.get(jobId);
  }

  /** A restore testing plan has restored this recovery point: EventBridge is told. */
  complete(recoveryPointArn: string, restoreTestingPlanArn: string): RestoreTest {
    const { world, events, name } = this.#region;
    const jobId = world.random.uuid(`backup/${name}/restore-jobs`).toUpperCase();
    const test = {
      jobId,
      restoreTestingPlanArn,
      recoveryPointArn,
      validationStatus: undefined,
      validationStatusMessage: undefined,
    };
    this.#tests.set(jobId, test);
    const cluster = `arn:aws:rds:${name}:${world.accountId}:cluster:awsbackup-restore-test-${jobId.slice(0, 8).toLowerCase()}`;
    // Restore jobs say `status` where backup and copy jobs say `state` (AWS Backup Developer Guide, EventBridge examples).
    const detail = {
      restoreJobId: jobId,
      recoveryPointArn,
      createdResourceArn: cluster,
      restoreTestingPlanArn,
      resourceType: RESOURCE_TYPE,
      status: 'COMPLETED',
      percentDone: 100,
    };
    events.publish({
      source: 'aws.backup',
      'detail-type': 'Restore Job State Change',
      detail,
      resources: [recoveryPointArn],
    });
    return test;
  }

  /** Once a validation status is set, it cannot be changed (AWS Backup Developer Guide, Restore testing validation). */
  validate(input: client.PutRestoreValidationResultInput): void {
    const test = this.#tests.get(input.RestoreJobId ?? '');
    if (test === undefined) {
      throw new AwsError('ResourceNotFoundException', `Restore job ${input.RestoreJobId} does not exist.`);
    }
    if (test.validationStatus === 'SUCCESSFUL' || test.validationStatus === 'FAILED') {
      throw new AwsError('InvalidRequestException', `The restore job ${test.jobId} has a validation status already.`);
    }
    test.validationStatus = input.ValidationStatus;
    test.validationStatusMessage = input.ValidationStatusMessage;
  }
}
