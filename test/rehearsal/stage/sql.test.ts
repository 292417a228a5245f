import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statementsIn } from '../../../rehearsal/stage/sql';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-light-sql-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function statementsOf(sql: string): readonly string[] {
  const path = join(folder, 'file.sql');
  writeFileSync(path, sql);
  return statementsIn(path);
}

test.each([
  ['select 1; select 2', ['select 1', 'select 2']],
  ['select 1;\n\n;', ['select 1']],
  ['-- first; this\nselect 1; /* and;\n that */ select 2;', ['select 1', 'select 2']],
  ["insert into t values ('a;b', 'it''s; -- no comment')", ["insert into t values ('a;b', 'it''s; -- no comment')"]],
  ['select "a;b" from t; select 2', ['select "a;b" from t', 'select 2']],
  ['do $$ begin; end $$; select 2', ['do $$ begin; end $$', 'select 2']],
  ['do $body$ select $$;$$; $body$; select 2', ['do $body$ select $$;$$; $body$', 'select 2']],
])('%j holds %j', (sql, statements) => {
  expect(statementsOf(sql)).toEqual(statements);
});
