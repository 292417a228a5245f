/** A violation of cdk-nag's AwsSolutions rules that stays, and why. Wildcards are explained where they are granted. */
export interface AcknowledgedViolation {
  /** As cdk-nag names it: `AwsSolutions-SF2`. */
  readonly rule: string;
  /** Construct paths, or what they are in. */
  readonly paths: readonly string[];
  readonly reason: string;
}

export const ACKNOWLEDGED_VIOLATIONS: readonly AcknowledgedViolation[] = [
  {
    rule: 'AwsSolutions-CFR1',
    paths: ['PilotLightFrontend/Distribution'],
    reason:
      "Whether users of some countries are kept out is the workload's business, not that of its recovery. The reference " +
      "workload's files are for everybody.",
  },
  {
    rule: 'AwsSolutions-CFR2',
    paths: ['PilotLightFrontend/Distribution'],
    reason:
      'Static files, by GET and HEAD alone, from private buckets: there is no input for a web ACL to inspect, and Shield ' +
      'Standard is on by itself. The API, which takes input, is not behind this distribution.',
  },
  {
    rule: 'AwsSolutions-CFR3',
    paths: ['PilotLightFrontend/Distribution'],
    reason:
      "The rule knows CloudFront's older log only, which writes to a bucket with ACLs, and all of ours refuse ACLs. The " +
      'requests that reach either bucket are in their access logs; those answered from the cache read public files.',
  },
  {
    rule: 'AwsSolutions-RDS6',
    paths: ['PilotLightPrimary/Cluster'],
    reason:
      'IAM database authentication is for connections, and there are none: the security group lets nobody in. SQL comes ' +
      'over the Data API alone, which IAM authorises call by call.',
  },
  {
    rule: 'AwsSolutions-RDS6',
    paths: ['PilotLightReplica/Cluster'],
    reason:
      'As for the primary: nobody connects to it. Before its promotion it answers nothing at all; after it, SQL comes over ' +
      'the Data API, which IAM authorises call by call.',
  },
  {
    rule: 'AwsSolutions-SMG4',
    paths: ['MasterSecret', 'ApplicationSecret', 'ReaderSecret'].map((id) => `PilotLightPrimary/${id}`),
    reason:
      'A person rotates it, with the commands of the runbook, at a time when no failover runs. Nothing but the Data API ' +
      'lets anybody use it, and IAM says who may call that with which secret.',
  },
  {
    rule: 'AwsSolutions-APIG4',
    paths: ['PilotLightPrimary/Workload', 'PilotLightActivation/Workload'],
    reason:
      'The reference workload is a public sample: its health check must answer probes without credentials, and its ' +
      'heartbeats hold a random id and a time. Requests are logged. A workload of your own brings its own authoriser.',
  },
  {
    rule: 'AwsSolutions-APIG4',
    paths: ['PilotLightRecovery/SwitchEndpoint'],
    reason:
      "Only with traffic.switch 'endpoint': Route 53's health checkers have no credentials. The one route says which region " +
      'serves, which DNS tells everybody too, and changes nothing.',
  },
  {
    rule: 'AwsSolutions-APIG1',
    paths: ['PilotLightRecovery/SwitchEndpoint'],
    reason:
      "Only with traffic.switch 'endpoint': more than a request a second of health checkers that all ask the same would be " +
      'all that the log holds. The function logs what it cannot answer.',
  },
  {
    rule: 'AwsSolutions-SF2',
    paths: [
      'PilotLightRecovery/RegionalFailover',
      'PilotLightRecovery/RestoreValidation',
      'PilotLightRecovery/CorruptionRecovery',
      'PilotLightRecovery/BackupFailureNotification',
      'PilotLightRecovery/AzFailure',
    ],
    reason:
      'Each execution is logged with its data at level ALL for a year and leaves a record of every step, so a trace would ' +
      'add nothing to the audit; and tracing needs four more permissions on all resources.',
  },
  {
    rule: 'AwsSolutions-SQS3',
    paths: [
      'PilotLightRecovery/BackupFailureNotification/Undelivered',
      'PilotLightRecovery/RestoreValidation/NotStarted',
      'PilotLightRecovery/DrillSchedule/NotStarted',
      'PilotLightPrimary/BackupSignals/Undelivered',
    ],
    reason:
      'The queue is itself the dead-letter queue, of EventBridge targets and a schedule. The rule looks for a redrive ' +
      'policy of another queue, which is only how SQS names one. An alarm watches what arrives here.',
  },
];
