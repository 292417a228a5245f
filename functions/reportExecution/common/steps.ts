import type { Caught, Interruption } from './record-parts';

/** When a step began: one that was held up began when it was first tried. */
export function beganAt(interruptions: readonly Interruption[], name: string, startedAt: string): string {
  return [
    ...interruptions.flatMap(({ step, since }) => (step === name && since !== null ? [since] : [])),
    startedAt,
  ].reduce(earlier);
}

/** When the step that was caught began; where that is not known, when the first of its calls that failed did. */
export function stepBegan(
  { step, began, startedAt }: Pick<Caught, 'step' | 'began' | 'startedAt'>,
  interruptions: readonly Interruption[],
): string | undefined {
  if (began !== null) return startedAt === null ? began : earlier(began, startedAt);
  const first =
    startedAt ?? interruptions.find((each) => each.step === step && each.since !== null)?.since ?? undefined;
  return first === undefined ? undefined : beganAt(interruptions, step, first);
}

/** What has held up steps of which nothing says that they are done since. */
export function stillOpen(
  interruptions: readonly Interruption[],
  steps: readonly { readonly name: string; readonly endedAt: string }[],
): readonly Interruption[] {
  return interruptions.filter(
    ({ step, lastAt }) =>
      !steps.some(({ name, endedAt }) => name === step && lastAt !== null && Date.parse(endedAt) >= Date.parse(lastAt)),
  );
}

/** A step whose calls are repeated, and that follows another at once, began when that one had ended. */
export function lastEnd(steps: readonly { readonly endedAt: string }[]): string | null {
  return steps.at(-1)?.endedAt ?? null;
}

function earlier(one: string, other: string): string {
  return Date.parse(other) < Date.parse(one) ? other : one;
}
