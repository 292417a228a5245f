import pc from 'picocolors';
import type { TimelineEvent } from '../../simulator/rehearsal/timeline';

/** Virtual time of day. */
export function clock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** One event as one line of text; steps inside parallel branches are indented by their branch. */
export function describeEvent(event: TimelineEvent): string {
  switch (event.kind) {
    case 'phase':
      return pc.bold(event.text);
    case 'step':
      return `${indent(event)}${event.state}`;
    case 'trouble':
      return `${indent(event)}${pc.yellow(event.text)}`;
    case 'change':
      return pc.dim(`      ${event.text}`);
    case 'end':
      return pc.bold(event.text);
  }
}

function indent({ depth, place }: { readonly depth: number; readonly place: string }): string {
  if (depth === 0) return '  ';
  const branch = /\[(\d+)\]$/.exec(place)?.[1] ?? '0';
  return `  ${'  '.repeat(depth - 1)}├ ${Number(branch) + 1}: `;
}
