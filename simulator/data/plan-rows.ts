import * as z from 'zod';

/** PostgreSQL, EXPLAIN: a node of a plan; figures are the mean of its loops. */
const Node = z.looseObject({
  'Actual Rows': z.number().default(0),
  'Actual Loops': z.number().default(1),
  get Plans() {
    return z.array(Node).default([]);
  },
});

/** How many rows went through a plan that auto_explain reports: those of every node, also those that it dropped. */
export function rowsOfPlan(message: string): number {
  const begin = message.indexOf('{');
  if (!message.startsWith('duration: ') || begin < 0) return 0;
  const report = z.object({ Plan: Node }).parse(JSON.parse(message.slice(begin)));
  return rowsOf(report.Plan);
}

function rowsOf(node: z.output<typeof Node>): number {
  const dropped = Object.entries(node).filter(([name]) => name.startsWith('Rows Removed by '));
  const each = dropped.reduce((sum, [, rows]) => sum + Number(rows), node['Actual Rows']);
  return node.Plans.reduce((sum, child) => sum + rowsOf(child), each * node['Actual Loops']);
}
