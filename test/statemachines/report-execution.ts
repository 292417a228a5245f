import { build } from '../../functions/reportExecution/handler';
import type { Scheduler } from '../../simulator/kernel/scheduler';
import { FakeReports, setReportEnvironment } from '../functions/reportExecution/cases';
import { context } from '../functions/lambda-context';
import type { LockTable } from './lock-table';
import { type Answer, functionError } from './failover-functions';

/** What reportExecution works on: the same table and the same topic as the machine, and what is left of the failover. */
export class MachineReports extends FakeReports {
  readonly #table: LockTable;

  readonly #key: string;

  /** @param key of the lock that the machine holds */
  constructor(table: LockTable, key = 'failover') {
    super();
    this.#table = table;
    this.#key = key;
  }

  override async item(_: string, key: string) {
    const item = this.#table.get(key);
    return item === undefined
      ? undefined
      : Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value.S]));
  }

  override async updateLock(_: string, { set, remove, where }: Parameters<FakeReports['updateLock']>[1]) {
    const item = this.#table.get(this.#key) ?? {};
    if (Object.entries(where).some(([name, value]) => item[name]?.S !== value)) return false;
    const changed = { ...item, ...Object.fromEntries(Object.entries(set).map(([name, S]) => [name, { S }])) };
    this.#table.set(this.#key, Object.fromEntries(Object.entries(changed).filter(([name]) => !remove.includes(name))));
    return true;
  }
}

/** The function itself, as Lambda would answer for it. */
export function reportExecution(reports: FakeReports, scheduler: Scheduler): Answer {
  setReportEnvironment();
  const handler = build(reports, () => scheduler.now());
  return async (payload: unknown) => {
    try {
      return await handler(payload, context);
    } catch (error) {
      const { name, message } = error as Error;
      throw functionError(name, message);
    }
  };
}
