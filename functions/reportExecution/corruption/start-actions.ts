import { clock } from '../../shared/words';
import { awsCommand as commandIn } from '../../shared/aws-command';
import { andThen, startExecution } from '../common/commands';
import { beforeAnotherStart } from '../common/general-steps';
import { protectedCluster } from '../common/protection';
import type { BuildForCorruption } from './action';
import type { CorruptionStartName } from './action-names';
import { primaryRegionOf } from './facts';
import { correctedCorruptionInput, corruptionInput } from './inputs';

/** Each begins another execution, or takes back what this one did. */
export const STARTS: Readonly<Record<CorruptionStartName, BuildForCorruption>> = {
  startAgain: (facts) => ({
    sentence: `${beforeAnotherStart(facts.failure)} start it again`,
    command: startExecution(facts, corruptionInput(facts, withoutPast(facts))),
  }),

  startLater: (facts) => ({
    sentence: 'When the other one has ended, start this one again if it is still needed',
    command: startExecution(facts, corruptionInput(facts, withoutPast(facts))),
  }),

  correctAndStart: (facts) => ({
    sentence: 'Correct the input and start again',
    command: startExecution(facts, correctedCorruptionInput(facts)),
  }),

  /** Nothing is written before a person has agreed to its counts. */
  bringBack: (facts) => {
    const { before, request } = facts.record;
    const tables = (before?.tables ?? []).filter(({ deleted, changed }) => deleted + changed > 0);
    if (request === null || tables.length === 0) return undefined;
    // What a search has found is not searched for again.
    const found = request.find === null ? {} : { find: null, at: request.at };
    const changes = {
      mode: 'rows',
      ...found,
      keepUntil: null,
      keepHours: null,
      tables: tables.map(({ table }) => table),
    };
    return {
      sentence: 'Bring the rows back; it asks for your approval before it writes one',
      command: startExecution(facts, corruptionInput(facts, changes)),
    };
  },

  searchEarlier: (facts) => {
    const find = facts.record.request?.find ?? null;
    if (find === null) return undefined;
    return {
      sentence: 'Start again with a range that begins earlier',
      command: startExecution(facts, corruptionInput(facts, { find: { ...find, from: 'AN EARLIER TIME' } })),
    };
  },

  startAndAnswer: (facts) => ({
    sentence: 'Start it again, and answer when it asks',
    command: startExecution(facts, corruptionInput(facts, withoutPast(facts))),
  }),

  failOver: (facts) => {
    const { request, restored } = facts.record;
    const region = primaryRegionOf(facts);
    const at = request?.at ?? restored?.restoredTo ?? null;
    const input = {
      mode: 'failover',
      reason: `${region} does not answer, and its data was damaged`,
      requestedBy: 'YOUR NAME',
      ...(at === null ? { requireApproval: true } : { notAfter: at }),
    };
    const words = ['--state-machine-arn', facts.environment.REGIONAL_FAILOVER_ARN, '--input', JSON.stringify(input)];
    const data = at === null ? '' : `, to a backup of ${clock(at, facts.nowMs)} or before`;
    return {
      sentence: `If ${region} is down, fail over${data}`,
      command: commandIn(facts.region, 'stepfunctions start-execution', ...words),
    };
  },

  undo: (facts) => {
    const command = facts.record.applied?.undoCommand ?? null;
    return command === null ? undefined : { sentence: 'Take back what it wrote', command };
  },

  sweepAgain: (facts) => ({
    sentence: 'Start another one: it first removes what earlier ones left',
    command: startExecution(
      facts,
      corruptionInput(facts, { mode: 'inspect', ...ONLY_ROWS, keepHours: null, keepUntil: null }),
    ),
  }),

  removeProtection: (facts) => {
    const name = protectedCluster(facts.record.removal?.refused ?? []);
    if (name === undefined) return undefined;
    const words = ['--db-cluster-identifier', name, '--no-deletion-protection'];
    return {
      sentence: `Once nobody needs the cluster ${name}, take its protection off and start another one, which removes it`,
      command: andThen(
        commandIn(primaryRegionOf(facts), 'rds modify-db-cluster', ...words),
        startExecution(
          facts,
          corruptionInput(facts, { mode: 'inspect', ...ONLY_ROWS, keepHours: null, keepUntil: null }),
        ),
      ),
    };
  },
};

/** Fields that only mode `rows` takes. */
const ONLY_ROWS = { where: null, listFrom: null, transactions: null, changedSince: null, triggers: null } as const;

/** A time until which something was to be kept may be over by now. */
function withoutPast({ record, nowMs }: Parameters<BuildForCorruption>[0]): { readonly keepUntil?: null } {
  const keepUntil = record.request?.keepUntil ?? null;
  return keepUntil !== null && Date.parse(keepUntil) <= nowMs ? { keepUntil: null } : {};
}
