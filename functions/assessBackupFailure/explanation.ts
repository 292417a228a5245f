import type { Suspension } from '../shared/primary';
import { troubleSentence } from '../shared/trouble';
import { clock, counted, duration, subjectLine } from '../shared/words';
import { executionLink, newestCopiesCommand } from './commands';
import type { Environment, UnassessedMessage, Input, Signal } from './contract';
import { clusterName, lossSentence, newestSentence, signalSentence, suspensionSentence } from './sentences';

export interface ExplanationFacts {
  readonly input: Extract<Input, { action: 'explain' }>;
  /** Undefined where the event is of something else. */
  readonly signal: Signal | undefined;
  /** Of the newest copy that could be restored; undefined where the vault could not be read. */
  readonly standby: { readonly ageMinutes: number | null } | undefined;
  /** Undefined where the lock table could not be read: then nobody knows which region serves. */
  readonly suspension: Suspension | 'none' | undefined;
  /** Of the alarms about backups; null where CloudWatch does not answer. */
  readonly alarms: readonly string[] | null;
  readonly environment: Environment;
  readonly region: string;
  readonly nowMs: number;
}

/** What a person reads where nothing could be assessed: yet, or at all. */
export function explanation(facts: ExplanationFacts): UnassessedMessage {
  const { input, environment, region } = facts;
  const { isOver, executionArn } = input;
  return {
    kind: isOver ? 'unassessed' : 'delayed',
    severity: isOver ? 'critical' : 'warning',
    subject: subjectLine(`${environment.WORKLOAD_NAME}: ${isOver ? 'CRITICAL' : 'WARNING'}: ${news(facts)}`),
    lines: [
      headline(facts),
      `${held(facts)} ${troubleSentence(input.caught)}`,
      lossLine(facts),
      isOver ? 'It is not tried again.' : goesOn(facts),
      '',
      isOver
        ? 'Next: check the newest copies in the standby vault, then fix what the error names:'
        : 'Next: nothing yet. To check the newest copies yourself:',
      newestCopiesCommand(region, environment.STANDBY_VAULT_NAME),
      '',
      `Step: ${input.caught.step}; error: ${input.caught.Error}.`,
      `Runbook: ${environment.RUNBOOK}`,
      `Execution: ${executionLink(executionArn, region)}`,
    ],
  };
}

function news({ input: { incident, isOver } }: ExplanationFacts): string {
  if (!incident) return isOver ? 'a backup failure could not be assessed' : 'a backup failure waits to be assessed';
  return isOver ? 'a backup incident is no longer tracked' : 'a backup incident is not tracked for now';
}

function headline({ input, signal, alarms, environment, region, nowMs }: ExplanationFacts): string {
  const cluster = clusterName(environment.SOURCE_CLUSTER_ARN);
  const { incident, isOver, caught } = input;
  if (incident) {
    const which = `The incident of the backups of ${cluster} that began at ${clock(incident.openedAt, nowMs)}`;
    // People have been notified of its end by then.
    if (caught.step === 'CloseIncident')
      return `${which} is over, and cannot be closed. A new failure waits until it is.`;
    return `${which} is ${isOver ? 'no longer tracked' : 'not tracked for now'}.`;
  }
  return signal === undefined
    ? `An event about the backups of ${cluster} came in.`
    : signalSentence(signal, cluster, { region, names: alarms }, nowMs);
}

function held({ input: { since, isOver, incident, caught }, nowMs }: ExplanationFacts): string {
  const lasts = duration((nowMs - Date.parse(since)) / 1000);
  if (!incident) {
    return isOver
      ? 'Its impact could not be assessed.'
      : `Its impact could not be assessed for ${lasts}, since ${clock(since, nowMs)}.`;
  }
  const what = caught.step === 'CloseIncident' ? 'closed' : 'checked';
  return isOver ? `It could not be ${what}.` : `It could not be ${what} for ${lasts}, since ${clock(since, nowMs)}.`;
}

function lossLine({ standby, suspension, environment, region, nowMs }: ExplanationFacts): string {
  if (suspension !== undefined && suspension !== 'none') {
    return suspensionSentence(suspension, { primaryRegion: environment.PRIMARY_REGION, standbyRegion: region }, nowMs);
  }
  if (standby === undefined) return `The standby vault in ${region} could not be read either.`;
  if (suspension === undefined) return newestSentence(standby.ageMinutes, environment.RPO_MINUTES);
  return lossSentence(standby.ageMinutes, environment.RPO_MINUTES, environment.PRIMARY_REGION);
}

function goesOn({ input: { until, underWay, incident }, nowMs }: ExplanationFacts): string {
  const others = (underWay ?? 1) - 1;
  const more = others < 1 ? '' : ` ${counted(others, 'other execution')} of the workflow may wait with it.`;
  const end = incident ? 'and then goes on' : 'and you will be notified of the result';
  return `It is tried again by itself until ${clock(until, nowMs)}, ${end}.${more}`;
}
