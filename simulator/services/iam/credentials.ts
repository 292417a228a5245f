import type { Random } from '../../kernel/random';
import type { Caller } from '../../service';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const UPPER_CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ANY_CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The access keys that were given out. A request is recognised by its access key id; its signature is not checked, and
 * session credentials do not expire.
 */
export class CredentialStore {
  readonly #random: Random;
  readonly #callers = new Map<string, Caller>();
  readonly #sessions = new Map<string, Credentials>();
  /** The person at the keyboard. */
  readonly operator: Credentials;

  constructor(random: Random) {
    this.#random = random;
    this.operator = this.#create('AKIA');
    this.#callers.set(this.operator.accessKeyId, { kind: 'operator' });
  }

  /** The same credentials for the same session. */
  issue(roleArn: string, sessionName: string): Credentials {
    const session = `${roleArn} ${sessionName}`;
    let credentials = this.#sessions.get(session);
    if (credentials === undefined) {
      credentials = this.#create('ASIA');
      this.#sessions.set(session, credentials);
      this.#callers.set(credentials.accessKeyId, { kind: 'role', roleArn, sessionName });
    }
    return credentials;
  }

  callerOf(accessKeyId: string): Caller | undefined {
    return this.#callers.get(accessKeyId);
  }

  #create(prefix: string): Credentials {
    return {
      accessKeyId: prefix + this.#text(UPPER_CASE, 16),
      secretAccessKey: this.#text(ANY_CASE, 40),
      sessionToken: this.#text(ANY_CASE, 120),
    };
  }

  #text(alphabet: string, length: number): string {
    const draw = () => alphabet.charAt(Math.floor(this.#random.next('credentials') * alphabet.length));
    return Array.from({ length }, draw).join('');
  }
}
