/** A check of the rehearsal itself. */
export interface ReportCheck {
  readonly name: string;
  /** null: not checked, because what it goes by could not be read. */
  readonly passed: boolean | null;
  readonly detail: string;
}
