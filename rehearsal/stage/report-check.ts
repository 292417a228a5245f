/** A check of the rehearsal itself. */
export interface ReportCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}
