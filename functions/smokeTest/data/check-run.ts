import type { Rows } from '../../shared/data-api';
import type { Manifests } from './decide';
import type { DataSettings } from './settings';

/** What a check has at hand. */
export interface Restored {
  readonly settings: DataSettings;
  readonly recoveryPointMs: number;
  /** Undefined where there is none of the time of the recovery point. */
  readonly manifests: Manifests | undefined;
  /** As the reading role. */
  query(sql: string): Promise<Rows>;
  /** The same, with the settings on which the text of a row depends. */
  queryText(sql: string): Promise<Rows>;
  /** As the master user, still read-only: amcheck is no reader's. */
  queryAsMaster(sql: string): Promise<Rows>;
}

/** One check: what it looks at, one after the other, and what is wrong with each. */
export interface DataCheckRun {
  readonly name: string;
  /** What there is to look at; a text says why there is nothing to look at, which is fine. */
  items(): Promise<readonly string[] | string>;
  look(item: string): Promise<string | undefined>;
  /** `3 tables`, when nothing was wrong. */
  passed(count: number): string;
  /** Whether what it says when it passed is a sentence for the mail. */
  readonly isSentence?: boolean;
}
