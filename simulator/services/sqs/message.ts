import { createHash } from 'node:crypto';

/** A message as whoever looks into the queue sees it. */
export interface QueueMessage {
  readonly at: string;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A message in a queue, and who has received it. */
export interface Entry {
  readonly message: QueueMessage;
  readonly senderId: string;
  readonly sentAtMs: number;
  readonly expiresAtMs: number;
  /** From then on it can be received. */
  visibleFromMs: number;
  receiveCount: number;
  firstReceivedAtMs: number | undefined;
  /** Of the last time that it was received. */
  receiptHandle: string | undefined;
}

export function md5Of(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** Of attributes of type String: names in order; lengths, name, type, 1 for a string, value (SQS Developer Guide, MD5). */
export function md5OfAttributes(attributes: Readonly<Record<string, string>>): string {
  const hash = createHash('md5');
  const add = (text: string): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    hash.update(length).update(text);
  };
  for (const [name, value] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    add(name);
    add('String');
    hash.update(Buffer.from([1]));
    add(value);
  }
  return hash.digest('hex');
}
