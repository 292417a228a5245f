import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as EventBusTarget } from 'aws-cdk-lib/aws-events-targets';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { backupFailureAlarm } from '../factories/backup-failure-alarm';
import { deadLetterQueue } from '../factories/dead-letter-queue';
import { waitingMessagesAlarm } from '../factories/waiting-messages-alarm';
import { backupAlarms, failedJobs } from '../monitoring/backup-events';
import { errorsOfClients, failoversOf } from '../monitoring/cluster-events';
import { serviceOfAccount } from '../permissions/service-of-account';

export interface BackupSignalsToStandbyProps {
  readonly config: Config;
  /** Of the primary region: what cannot be sent on has to be told from here. */
  readonly topic: ITopic;
}

/** What goes wrong with backups and the cluster in the primary region, sent on to the standby region, where somebody listens. */
export class BackupSignalsToStandby extends Construct {
  readonly alarms: readonly IAlarm[];

  constructor(scope: Construct, id: string, { config, topic }: BackupSignalsToStandbyProps) {
    super(scope, id);
    const names = namesOf(config);
    const { primaryVault, standbyVault } = names;
    const deadLetters = deadLetterQueue(this, 'Undelivered', {});
    const undelivered = waitingMessagesAlarm(this, 'UndeliveredAlarm', {
      topic,
      queue: deadLetters,
      name: `${config.name}-undelivered-backup-signals`,
      description: `An event about a backup or a failover of the cluster could not be sent on to ${config.standbyRegion}, where somebody listens: it is in the dead-letter queue.`,
    });
    this.alarms = [
      backupFailureAlarm(this, 'BackupJobsFailed', { config, alarm: 'backup-jobs-failed', vaultName: primaryVault }),
      backupFailureAlarm(this, 'BackupJobsExpired', { config, alarm: 'backup-jobs-expired', vaultName: primaryVault }),
      // AWS does not document in which region a copy across regions is counted: both watch.
      backupFailureAlarm(this, 'CopiesFailed', { config, alarm: 'backup-copies-failed', vaultName: standbyVault }),
      undelivered,
    ];

    const target = new EventBusTarget(EventBus.fromEventBusArn(this, 'StandbyBus', names.standbyBusArn), {
      deadLetterQueue: deadLetters,
      role: new Role(this, 'Role', { assumedBy: serviceOfAccount(this, 'events') }),
    });
    new Rule(this, 'FailedJobs', {
      description: 'Backups and copies that failed, to the standby region',
      eventPattern: failedJobs(config),
      targets: [target],
    });
    new Rule(this, 'Failovers', {
      description: 'Failovers within the cluster, to the standby region',
      eventPattern: failoversOf(config),
      targets: [target],
    });
    new Rule(this, 'ErrorsOfClients', {
      description: 'The alarm on server errors, to the standby region: without a reader nothing else shows a lost zone',
      eventPattern: errorsOfClients(config),
      targets: [target],
    });
    new Rule(this, 'Alarms', {
      description: 'Alarms about backups, to the standby region',
      eventPattern: backupAlarms(config),
      targets: [target],
    });
  }
}
