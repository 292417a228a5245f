import type { Answer } from './failover-functions';
export const reportStub = (scheduler: { now(): number }): Answer =>
  ((p: any) => {
    if (p.action === 'begin')
      return {
        request: {
          mode: null,
          reason: null,
          requestedBy: null,
          recoveryPointArn: null,
          notAfter: null,
          acceptRecoveryPointAgeMinutes: null,
          requireApproval: false,
          ...p.execution.input,
        },
        budgets: {
          RestoreAurora: 7200,
          DeployRegionStack: 5760,
          FailoverGlobalCluster: 3600,
          UpdateRoute53: 432,
          WaitForTraffic: 1152,
          CleanUp: 7200,
        },
        readiness: {},
      };
    if (p.action === 'running')
      return { subject: 'running ' + p.record.caught.step, message: JSON.stringify(p.record.caught) };
    if (p.action === 'report')
      return {
        verdict: p.record.caught === null ? 'passed' : 'failed',
        error: p.record.caught?.Error ?? null,
        cause: p.record.caught?.Cause ?? null,
        subject: 's',
        message: JSON.stringify(p.record.caught) + JSON.stringify(p.record.interruptions),
        metrics: [{}],
        evidence: {
          verdict: '',
          endedAt: new Date(scheduler.now()).toISOString(),
          failure: p.record.caught,
          steps: p.record.steps,
          interruptions: p.record.interruptions,
        },
      };
    return {};
  }) as Answer;
