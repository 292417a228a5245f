import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import type { Config } from '../config/schema';
import { backupAlarmPrefixes, namesOf } from '../names';

/** Jobs of AWS Backup that failed. */
export function failedJobs(config: Config): EventPattern {
  return {
    source: ['aws.backup'],
    detailType: ['Backup Job State Change', 'Copy Job State Change'],
    detail: {
      // Backup and copy jobs have their state in `state`, not in `status` (AWS Backup Developer Guide, EventBridge).
      state: ['FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL'],
      // An event that does not say of what it is is heard too; `{}` counts as absent.
      resourceArn: [namesOf(config).primaryClusterArn, ...Match.doesNotExist()],
    },
  };
}

/** Alarms about the backups that went off. */
export function backupAlarms(config: Config): EventPattern {
  return {
    source: ['aws.cloudwatch'],
    detailType: ['CloudWatch Alarm State Change'],
    detail: {
      alarmName: backupAlarmPrefixes(config).map((prefix) => ({ prefix })),
      state: { value: ['ALARM'] },
    },
  };
}
