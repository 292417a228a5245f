import { counted, duration, sentence } from '../../shared/words';
import type { Action } from '../common/action';
import { readEvidence } from '../common/commands';
import { explain, fillIn } from '../common/explanation';
import { deniedPermission } from '../common/failure';
import { compose } from '../common/message';
import { heldUpLines, requestLine } from '../common/sections';
import type { Notification } from '../contract';
import type { CorruptionFinding, CorruptionVerdict } from '../decide/corruption';
import { type CorruptionFacts, interruptionsOf, primaryRegionOf, rowsWritten } from './facts';
import { leftBehind, sweptRepairs } from './leftovers';
import { CORRUPTION_STEPS } from './next-steps';
import { foundLine, searchLines } from './search';
import * as sections from './sections';

const NOTHING: Action = { sentence: 'Nothing', command: null };

/** What is said at the end: what was damaged, what was brought back, and what to do. */
export function corruptionMessage(
  facts: CorruptionFacts,
  verdict: CorruptionVerdict,
  actions: readonly Action[],
): Notification {
  const name = facts.environment.WORKLOAD_NAME;
  const [next = NOTHING, ...others] = actions;
  const parts = { actions: [next], others, details: detailsOf(facts) };
  if (verdict.kind === 'passed') return compose({ ...success(facts), ...parts });
  const [first, ...more] = verdict.findings;
  const isRefused = verdict.kind === 'refused';
  return compose({
    subject: `${name}: recovery from damaged data ${isRefused ? 'REFUSED' : 'FAILED'} at ${first.step}`,
    headline: `The recovery of ${name} from damaged data ${isRefused ? 'was refused' : 'failed'} at ${first.step}.`,
    meaning: [
      writtenLine(facts),
      ...findingLines(facts, first),
      ...more.flatMap((each) => [`Also, at ${each.step}:`, ...findingLines(facts, each)]),
      sections.clampedLine(facts),
      sections.keptLine(facts),
    ],
    ...parts,
  });
}

function success(facts: CorruptionFacts) {
  const { record, environment } = facts;
  const name = environment.WORKLOAD_NAME;
  const about = [
    foundLine(facts),
    sections.clampedLine(facts),
    sections.isolationLine(facts),
    sections.keptLine(facts),
  ];
  if (record.isKept && record.isCleaningUp) {
    return {
      subject: `${name}: the restored cluster was removed`,
      headline: `What was restored of ${name} beside the live cluster was kept as asked, and is removed now.`,
      meaning: [],
    };
  }
  if (record.request?.mode === 'export') {
    return {
      subject: `${name}: damaged data: the restored cluster is ready to be read`,
      headline: `A cluster with the data of ${name} of before the damage is ready in ${primaryRegionOf(facts)}.`,
      meaning: ['The live cluster was not touched.', ...about],
    };
  }
  if (record.request?.mode === 'rows') {
    const written = rowsWritten(facts);
    return {
      subject: `${name}: damaged data: ${counted(written, 'row')} brought back`,
      headline:
        written === 0
          ? `Nothing was to be brought back in ${name}: no row that was asked for is missing.`
          : `${counted(written, 'row')} of ${name} ${written === 1 ? 'was' : 'were'} brought back.`,
      meaning: [...(record.after === null ? [] : [afterLine(facts)]), ...about],
    };
  }
  const { before } = record;
  return {
    subject: `${name}: damaged data inspected: ${before?.summary.deleted ?? 0} deleted, ${before?.summary.changed ?? 0} changed`,
    headline: `The data of ${name} was compared with what it was. Nothing was changed.`,
    meaning: [...(before === null ? [] : [sections.damageLine(before), ...sections.tableLines(before)]), ...about],
  };
}

function afterLine({ record }: CorruptionFacts): string {
  const { applied, after } = record;
  const kept = applied?.keptNewer ?? 0;
  const left = `${counted(after?.summary.deleted ?? 0, 'row')} of then ${after?.summary.deleted === 1 ? 'is' : 'are'} not there now`;
  return `${applied?.inserted ?? 0} inserted, ${applied?.updated ?? 0} updated, ${kept} kept because they were written again since. Compared again: ${left}.`;
}

/** Before anything else, whoever reads that it failed wants to know whether something was changed. */
function writtenLine(facts: CorruptionFacts): string {
  const written = rowsWritten(facts);
  if (facts.record.applied === null && facts.record.approval?.approved === true) {
    return 'Whether rows were written is not known; what was is in the undo.';
  }
  return written === 0
    ? 'No row of the live cluster was changed.'
    : `${counted(written, 'row')} were written before that.`;
}

function findingLines(facts: CorruptionFacts, { reason, step, error, cause }: CorruptionFinding): readonly string[] {
  const means = fillIn(explain(CORRUPTION_STEPS, reason, step).means, {
    region: facts.region,
    primary: primaryRegionOf(facts),
    deadline: counted(facts.environment.DEADLINE_HOURS, 'hour'),
    permission: deniedPermission(cause)?.text ?? 'the cause names it',
  });
  return [means, sentence(`Cause: ${error === 'CorruptionRecoveryFailed' ? cause : `${error}: ${cause}`}`)];
}

function detailsOf(facts: CorruptionFacts): readonly (string | undefined)[] {
  const { record, execution, nowMs } = facts;
  const swept = sweptRepairs(facts);
  const left = leftBehind(facts);
  return [
    requestLine(facts, record.request),
    sections.restoredLine(facts),
    ...searchLines(facts),
    record.approval?.approved === true
      ? `Approved by ${record.approval.by ?? 'somebody who gave no name'}.`
      : undefined,
    ...(record.request?.mode === 'rows' && record.plan !== null ? sections.planLines(record.plan) : []),
    swept.length === 0 ? undefined : `Removed from earlier recoveries: ${swept.join(', ')}`,
    left.length === 0 ? undefined : `Still there, or not known to be gone: ${left.join(', ')}.`,
    ...heldUpLines(interruptionsOf(facts), nowMs),
    `Duration: ${duration((nowMs - Date.parse(execution.startTime)) / 1000)}.`,
    `Evidence: ${readEvidence(facts, 'corruption')}`,
    `Execution: ${execution.id}`,
  ];
}
