/** Of the item that says that people have been notified, or are being notified. Nobody else sends before it expires. */
export interface MailClaim {
  /** Of the item. */
  readonly key: string;
  readonly text: string;
  readonly expiresAtMs: number;
  /** Of the call of this function that holds it. */
  readonly claimedBy: string;
  /** How often the message was sent without an answer. */
  readonly lostAnswers: number;
}
