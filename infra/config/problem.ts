/** What cannot work about a configuration, though each field for itself is well-formed. */
export interface Problem {
  readonly path: readonly string[];
  /** What to write instead, and why. */
  readonly message: string;
}
