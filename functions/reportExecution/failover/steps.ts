/** What each step of the state machine waits for, as the end of "waits for …". */
const WAITS_FOR: Readonly<Record<string, string>> = {
  ReadLock: 'the lock table (DynamoDB)',
  AskForOwner: 'Step Functions, to say whether the owner of the lock still runs',
  ReadTraffic: 'the lock table (DynamoDB)',
  TakeLock: 'the lock table (DynamoDB)',
  LookAtReplica: 'the state of the replica (RDS)',
  FindLatestRecoveryPoint: 'the list of recovery points (AWS Backup)',
  AskForApproval: 'a person who approves',
  RememberRecoveryPoint: 'the lock table (DynamoDB)',
  RestoreAurora: 'the restore of the database (RDS)',
  FailoverGlobalCluster: 'the promotion of the replica (RDS)',
  DeployRegionStack: 'the deployment of the workload (CloudFormation)',
  VerifyFrontend: 'the files of the frontend (S3)',
  RememberWhatWasRestored: 'the lock table (DynamoDB)',
  SmokeTestStandby: 'the smoke test of the standby',
  UpdateRoute53: 'the switch of traffic',
  WaitForTraffic: 'resolvers, to follow the switch',
  SmokeTestPublic: 'the smoke test of the public name',
  CleanUp: 'the removal of what the drill has built',
  RemoveCluster: 'the removal of the cluster (RDS)',
  RemoveStack: 'the removal of the stack (CloudFormation)',
};

export function waitsFor(step: string): string {
  return WAITS_FOR[step] ?? `the step ${step}`;
}
