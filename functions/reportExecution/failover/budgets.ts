/** What share of the recovery time objective a step may take. Steps side by side overlap, so they add up to more. */
const SHARES = {
  FindLatestRecoveryPoint: 0.02,
  LookAtReplica: 0.02,
  AskForApproval: 0.25,
  RestoreAurora: 0.5,
  FailoverGlobalCluster: 0.25,
  DeployRegionStack: 0.4,
  VerifyFrontend: 0.05,
  SmokeTestStandby: 0.05,
  UpdateRoute53: 0.03,
  WaitForTraffic: 0.08,
  SmokeTestPublic: 0.05,
  CleanUp: 0.5,
} as const;

/** Of a step that is a call and no more. */
export const SMALLEST_BUDGET_SECONDS = 60;

/** By step, in seconds. */
export function budgetsOf(rtoMinutes: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(SHARES).map(([step, share]) => [step, Math.round(rtoMinutes * 60 * share)]));
}
