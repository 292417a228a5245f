import { invokeCommand } from '../shared/aws-command';
import { subjectLine } from '../shared/words';
import { NO_SCHEDULE_FOUND } from './contract';

/** What was found, a sentence a line, then what to do: nothing that cannot wait for the day. */
export function composeMail(
  detail: string,
  { workload, region }: { readonly workload: string; readonly region: string },
): { readonly subject: string; readonly text: string } {
  return {
    subject: subjectLine(`${workload}: ${NO_SCHEDULE_FOUND}`),
    text: [
      ...detail.split(/(?<=\.) (?=[A-Z])/),
      '',
      'Next: nothing tonight: the best that was found is aimed at. How it is now, without starting anything:',
      invokeCommand(region, `${workload}-keepRecoveryPointObjective`, { dryRun: true }),
      '',
      'Runbook: docs/RUNBOOK_DR.md, section: The objective cannot be held',
    ].join('\n'),
  };
}
