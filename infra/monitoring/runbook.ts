/** Where a person finds what to do: the end of each alarm's description. A test holds the sections against the page. */
export function inRunbook(section: string): string {
  return `Runbook: docs/RUNBOOK_DR.md, section "${section}".`;
}
