/**
 * The description of an alarm that mails by itself, which is all that a person reads of us in that mail: what happened, the
 * command that shows it, each on a line of its own. CloudWatch takes 1,024 characters (CloudWatch API Reference,
 * PutMetricAlarm, https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).
 */
export function mailedDescription(happened: string, first: string, section: string): string {
  return [happened, `First: ${first}`, inRunbook(section)].join('\n');
}

/** Where a person finds what to do: the end of each alarm's description. A test holds the sections against the page. */
export function inRunbook(section: string): string {
  return `Runbook: docs/RUNBOOK_DR.md, section "${section}".`;
}
