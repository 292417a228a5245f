import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const schema = readFileSync(join(__dirname, '../../workload/schema.sql'), 'utf8').replaceAll(/--.*$/gm, '');

test('a heartbeat is one row, however often it is sent', () => {
  expect(schema).toMatch(/primary key \(client_id, sequence\)/);
});

test('the database gives no time of its own', () => {
  const table = /create table[\s\S]*?;/.exec(schema)?.[0];
  expect(table).toMatch(/recorded_at/);
  expect(table).not.toMatch(/\bdefault\b|now\(|current_timestamp/i);
});

test('it can be applied again', () => {
  const statements = schema.split(';');
  for (const statement of statements.filter((text) => text.trim() !== '')) expect(statement).toMatch(/if not exists/);
});
