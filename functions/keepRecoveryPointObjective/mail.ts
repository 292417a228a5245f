import { invokeCommand } from '../shared/aws-command';
import { subjectLine } from '../shared/words';
import { HELD_UP, NO_SCHEDULE_FOUND, TOLD } from './contract';

export interface KeeperMail {
  /** Of the item that says that it was sent. */
  readonly key: string;
  readonly subject: string;
  readonly text: string;
}

interface Sender {
  readonly workload: string;
  readonly region: string;
}

/** That no schedule was found: nothing that cannot wait for the day. */
export function composeMail(detail: string, sender: Sender): KeeperMail {
  return compose(
    TOLD.notHeld,
    NO_SCHEDULE_FOUND,
    detail,
    sender,
    'nothing tonight: the best that was found is aimed at.',
  );
}

/** That others copy as much as the account may: what helps is to ask for less at the same time, or for a higher quota. */
export function composeHeldUpMail(detail: string, sender: Sender): KeeperMail {
  const next = 'move the other copies to another hour, or have the quota raised and write freshness.copiesAtATime.';
  return compose(TOLD.heldUp, HELD_UP, detail, sender, next);
}

/** What was found, a sentence a line, then what to do. */
function compose(key: string, subject: string, detail: string, { workload, region }: Sender, next: string): KeeperMail {
  return {
    key,
    subject: subjectLine(`${workload}: ${subject}`),
    text: [
      ...detail.split(/(?<=\.) (?=[A-Z])/),
      '',
      `Next: ${next} How it is now, without starting anything:`,
      invokeCommand(region, `${workload}-keepRecoveryPointObjective`, { dryRun: true }),
      '',
      'Runbook: docs/RUNBOOK_DR.md, section: The objective cannot be held',
    ].join('\n'),
  };
}
