import type { World } from '../../simulator/world';

/** A mail as its readers received it. */
export interface ReceivedMail {
  readonly at: string;
  readonly region: string;
  /** Name of the topic. */
  readonly topic: string;
  /** Empty where AWS writes the subject itself. */
  readonly subject: string;
  readonly message: string;
}

/** What a rehearsal's report says of the mails. */
export interface Received {
  /** Every mail of the whole rehearsal, from every topic with readers, in the order in which they came. */
  readonly mails: readonly ReceivedMail[];
}

export function receivedIn({ regions }: World): Received {
  const mails = [...regions].flatMap(([region, { sns }]) =>
    [...sns.inboxes()].flatMap(([topicArn, messages]) =>
      messages.map(({ at, subject = '', message }) => ({ at, region, topic: nameOf(topicArn), subject, message })),
    ),
  );
  return { mails: mails.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}

function nameOf(topicArn: string): string {
  return topicArn.slice(topicArn.lastIndexOf(':') + 1);
}
