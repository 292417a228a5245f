import { awsError } from '../lambda-context';

/** What a restored database is asked over the Data API, and what it says of the role of the workload. */
export class RestoredRoles {
  readonly asked: { readonly secretArn: string; readonly sql: string }[] = [];
  /** The role of the workload; of an older backup there is none. */
  isThere: boolean;

  constructor({ isThere }: { readonly isThere: boolean }) {
    this.isThere = isThere;
  }

  get statements(): readonly string[] {
    return this.asked.map(({ sql }) => sql);
  }

  /** As PostgreSQL does: `alter role` of none is undefined_object, `create role` of one that is there duplicate_object. */
  execute({
    secretArn = '',
    sql = '',
  }: {
    readonly secretArn?: string | undefined;
    readonly sql?: string | undefined;
  }) {
    this.asked.push({ secretArn, sql });
    const [, verb] = /^(create|alter) role/.exec(sql) ?? [];
    if (verb === 'alter' && !this.isThere) throw databaseError('role "application" does not exist', '42704');
    if (verb === 'create' && this.isThere) throw databaseError('role "application" already exists', '42710');
    if (verb === 'create') this.isThere = true;
    return { records: [] };
  }
}

function databaseError(text: string, sqlState: string): Error {
  return awsError('DatabaseErrorException', `ERROR: ${text}; SQLState: ${sqlState}`);
}
