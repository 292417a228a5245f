import { createColors } from 'picocolors';

/** Colours for a terminal and for nothing else: a pipe, a file and a CI log get plain text (no-color.org). */
export const colours = createColors(process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '');
