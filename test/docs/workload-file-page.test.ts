import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWorkloadFile } from '../../rehearsal/workload/workload-file';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'PILOT_LIGHT_IMPLEMENTATION.md'), 'utf8');
const section = page.slice(page.indexOf('### Rehearsing a workload of yours'));

test('the file of a workload on the page can be used as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-light-page-'));
  try {
    mkdirSync(join(folder, 'dist'));
    for (const name of ['database.template.json', 'api.template.json'])
      writeFileSync(join(folder, name), '{"Resources": {}}');
    writeFileSync(join(folder, 'schema.sql'), '');
    const path = join(folder, 'workload.json');
    writeFileSync(path, /```json\n([\s\S]*?)```/.exec(section)?.[1] ?? '');

    expect(readWorkloadFile(path, ['us-east-1', 'us-west-2'])).toMatchObject({
      stacks: [{}, { parameters: { ClusterArn: { output: 'OrdersDatabase.ClusterArn' } } }, {}],
      client: { body: { number: '{number}' } },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
