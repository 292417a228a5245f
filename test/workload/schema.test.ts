import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const schema = readFileSync(join(__dirname, '../../workload/schema.sql'), 'utf8').replaceAll(/--.*$/gm, '');

test('a heartbeat is one row, however often it is sent', () => {
  expect(schema).toMatch(/primary key \(client_id, sequence\)/);
});

test('the database gives no time of its own', () => {
  expect(schema).not.toMatch(/\bdefault\b|now\(|current_timestamp/i);
});

test('it can be applied again', () => {
  for (const statement of schema.split(';').filter((text) => text.trim() !== ''))
    expect(statement).toMatch(/if not exists/);
});
