import type { Construct } from 'constructs';
import { namesOf } from '../names';
import { Workflow, type LockingWorkflowResources } from './workflow';

/** The workflow of a failover: `statemachines/regional-failover.asl.json`. */
export class RegionalFailover extends Workflow {
  constructor(scope: Construct, id: string, resources: LockingWorkflowResources) {
    const { config } = resources;
    super(scope, id, {
      resources,
      file: 'regional-failover',
      stateMachineName: namesOf(config).stateMachine,
      description: 'The failover workflow: calls the functions, holds the lock, leaves the evidence',
      lockTable: resources.lockTable,
      evidencePrefix: 'executions',
      substitutions: {
        DeadlineHours: String(config.recovery.deadlineHours),
        ProofMaxAgeMinutes: String(config.recovery.proofMaxAgeMinutes),
        SmokeTestPatienceMinutes: String(config.recovery.smokeTestPatienceMinutes),
        Standby: config.standby,
        Database: config.database,
        // Where no replica is kept, nothing asks for it: the function is not there either.
        ...('FailoverGlobalCluster' in resources.functions ? {} : { FailoverGlobalClusterArn: 'not-deployed' }),
        ApprovalTimeoutMinutes: String(config.recovery.approvalTimeoutMinutes),
      },
    });
  }
}
