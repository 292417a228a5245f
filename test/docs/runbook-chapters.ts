import { type RunbookAccount, TooOldError } from './runbook-account';

/** One part of the page after the other: what follows a failure would only repeat it. */
export function chapters(open: () => Promise<RunbookAccount>) {
  let account: RunbookAccount | undefined;
  let hasFailed = false;

  beforeAll(async () => {
    account = await open();
  });

  afterAll(() => account?.close());

  return (follow: (account: RunbookAccount) => Promise<void>) => async () => {
    if (account === undefined || hasFailed) throw new Error('not followed: an earlier chapter failed');
    hasFailed = true;
    try {
      await follow(account);
    } catch (error) {
      if (!(error instanceof TooOldError)) throw error;
      console.warn(`The chapter is followed no further: ${error.message}.`);
    }
    hasFailed = false;
  };
}

export function arnIn(text: string): string {
  return /arn:aws:[^"\s]*/.exec(text)?.[0] ?? '';
}

export async function one(account: RunbookAccount, command: string): Promise<string> {
  return (await account.ask(command))[0] ?? '';
}

export function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}
