import type { Surroundings } from '../../../functions/shared/create-handler';
import type { Keeper } from '../../../functions/keepRecoveryPointObjective/aws';
import type { Environment } from '../../../functions/keepRecoveryPointObjective/contract';
import type { MailClaim } from '../../../functions/keepRecoveryPointObjective/mail-claim';
import { notifyOnce } from '../../../functions/keepRecoveryPointObjective/notify';
import { awsError, NOW } from '../lambda-context';

const MINUTES = 60_000;
const DAY = 24 * 60 * MINUTES;
const MESSAGE = { key: 'objective-not-held', subject: 'pilot-light: not held', text: 'why' };

/** What befalls a message: taken, refused by SNS, delivered without an answer, or not delivered without one. */
type Fate = 'taken' | 'refused' | 'answer lost' | 'dies after it' | 'dies before it';

/** One table and one topic, and calls of the function at any time. */
class Stage {
  item: MailClaim | undefined;
  fate: Fate = 'taken';
  nowMs = NOW;
  isTableDown = false;
  readonly mails: number[] = [];
  #calls = 0;

  /** A call of the function; one that dies never comes back. */
  call(): Promise<'done' | 'failed' | 'died'> {
    this.#calls += 1;
    const surroundings = {
      environment: {},
      logger: { warn: () => undefined },
      now: () => this.nowMs,
      requestId: `call-${this.#calls}`,
    } as unknown as Surroundings<Environment>;
    return new Promise((resolve) => {
      const die = () => {
        resolve('died');
        return new Promise<never>(() => undefined);
      };
      notifyOnce(this.#keeper(die), MESSAGE, surroundings).then(
        () => resolve('done'),
        () => resolve('failed'),
      );
    });
  }

  async pass(minutes: number): Promise<'done' | 'failed' | 'died'> {
    this.nowMs += minutes * MINUTES;
    return await this.call();
  }

  #keeper(die: () => Promise<never>): Keeper {
    const table = async <T>(work: () => T): Promise<T> => {
      if (this.isTableDown) throw awsError('InternalServerError', 'down', 500);
      return work();
    };
    return {
      lastClaim: () => table(() => this.item),
      claim: (_, claim, nowMs) =>
        table(() => {
          if (this.item !== undefined && this.item.expiresAtMs > nowMs) return false;
          this.item = claim;
          return true;
        }),
      settle: (_, claim) =>
        table(() => {
          this.item = claim;
        }),
      publish: async () => {
        if (this.fate === 'refused') throw awsError('ThrottlingException', 'Rate exceeded', 400);
        if (this.fate === 'dies before it') return await die();
        this.mails.push((this.nowMs - NOW) / MINUTES);
        if (this.fate === 'answer lost') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        if (this.fate === 'dies after it') await die();
      },
    } as Partial<Keeper> as Keeper;
  }
}

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});

test('two calls at once send one mail', async () => {
  expect(await Promise.all([stage.call(), stage.call()])).toEqual(['done', 'done']);
  expect(stage.mails).toEqual([0]);
});

test('a call that dies when the mail is sent does not let the next ones send it again', async () => {
  stage.fate = 'dies after it';
  expect(await stage.call()).toBe('died');
  stage.fate = 'taken';
  for (let tick = 0; tick < 24; tick += 1) expect(await stage.pass(55)).toBe('done');
  expect(stage.mails).toEqual([0]);
});

test('a call that dies before the mail is sent leaves it to a call of the next day', async () => {
  stage.fate = 'dies before it';
  expect(await stage.call()).toBe('died');
  stage.fate = 'taken';
  await stage.pass(DAY / MINUTES);
  await stage.pass(5);
  expect(stage.mails).toEqual([DAY / MINUTES]);
});

test('a mail that was refused is sent by the next call, once', async () => {
  stage.fate = 'refused';
  expect(await stage.call()).toBe('failed');
  expect(await stage.pass(5)).toBe('failed');
  stage.fate = 'taken';
  for (const minutes of [5, 5, 5]) expect(await stage.pass(minutes)).toBe('done');
  expect(stage.mails).toEqual([10]);
});

test('a mail whose answer is lost each time is sent three times, the last after half an hour', async () => {
  stage.fate = 'answer lost';
  await stage.call();
  for (let tick = 0; tick < 12 * 24; tick += 1) await stage.pass(5);
  expect(stage.mails).toEqual([0, 5, 35]);
});

test('nothing is sent that could not be claimed, and it is sent when it can be', async () => {
  stage.isTableDown = true;
  expect(await stage.call()).toBe('failed');
  expect(stage.mails).toEqual([]);
  stage.isTableDown = false;
  await stage.pass(5);
  await stage.pass(5);
  expect(stage.mails).toEqual([5]);
});
