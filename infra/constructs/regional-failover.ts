import type { Construct } from 'constructs';
import { LATEST_KEY } from '../../functions/readiness/contract';
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
      evidenceRead: LATEST_KEY,
      substitutions: {
        RpoMinutes: String(resources.config.objectives.rpoMinutes),
        Standby: config.standby,
        Database: config.database,
        // Where no replica is kept, nothing asks for it: the function is not there either.
        ...('FailoverGlobalCluster' in resources.functions ? {} : { FailoverGlobalClusterArn: 'not-deployed' }),
        GlobalClusterIdentifier: namesOf(config).globalCluster,
        PrimaryClusterArn: namesOf(config).primaryClusterArn,
        ActivationStackName: namesOf(config).stacks.activation,
        PublicName: config.traffic.publicName,
        RtoMinutes: String(config.objectives.rtoMinutes),
        ApprovalTimeoutMinutes: String(config.recovery.approvalTimeoutMinutes),
      },
    });
  }
}
