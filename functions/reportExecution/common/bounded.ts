/** Longer than any request that makes sense; Step Functions takes 256 KiB of everything together. */
const LONGEST_INPUT = 16_000;

/** What an execution was started with, as evidence takes it: anything, but not of any length. */
export function bounded(input: unknown): unknown {
  const text = JSON.stringify(input) ?? '';
  return text.length <= LONGEST_INPUT ? (input ?? null) : `too long: ${text.slice(0, LONGEST_INPUT)}…`;
}
