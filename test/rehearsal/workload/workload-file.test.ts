import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputFileError } from '../../../simulator/kernel/input-file';
import { readWorkloadFile } from '../../../rehearsal/workload/workload-file';

const REGIONS = ['us-east-1', 'us-west-2'];
const DATABASE = { name: 'Database', region: 'us-east-1', template: 'template.json' };
const OBJECT = { region: 'us-east-1', bucket: 'orders-code', key: 'orders.zip', path: 'template.json' };
const CLIENT = { path: '/orders' };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-light-workload-'));
  writeFileSync(join(folder, 'template.json'), '{"Resources": {"Table": {}}}');
  writeFileSync(join(folder, 'schema.yaml'), 'Tables: {}');
  writeFileSync(join(folder, 'schema.sql'), '');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(content: unknown) {
  const path = join(folder, 'workload.json');
  writeFileSync(path, JSON.stringify(content));
  return readWorkloadFile(path, REGIONS);
}

function complaintOf(content: unknown): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof InputFileError) return error.message.replaceAll(folder, 'FOLDER');
    throw error;
  }
  return 'nothing';
}

/** A file that is as it should be, but for a stack that comes after the database. */
const withStack = (stack: object) => ({ stacks: [DATABASE, { ...DATABASE, name: 'Api', ...stack }], client: CLIENT });

test('paths are taken from the folder of the file, templates are read, and what is left out has defaults', () => {
  expect(read({ stacks: [DATABASE], sql: ['schema.sql'], client: CLIENT })).toEqual({
    path: join(folder, 'workload.json'),
    objects: [],
    stacks: [{ ...DATABASE, template: { Resources: { Table: {} } }, parameters: {} }],
    sql: [join(folder, 'schema.sql')],
    client: { method: 'POST', path: '/orders', headers: {}, everySeconds: 60 },
  });
});

test('a parameter may be the output of a stack before', () => {
  const parameters = { Cluster: { output: 'Database.ClusterArn' }, Name: 'orders' };
  expect(read(withStack({ parameters })).stacks[1]?.parameters).toEqual(parameters);
});

test.each([
  [[], 'write an object with the fields objects, stacks, sql, client'],
  [{ stacks: [DATABASE], client: CLIENT, region: 1 }, 'remove "region": the fields are objects, stacks, sql, client'],
  [{ client: CLIENT }, 'field stacks: write a list of {name, region, template, parameters}'],
  [{ stacks: [], client: CLIENT }, 'field stacks: write the stacks that make the workload, the database among them'],
  [{ stacks: [DATABASE] }, 'field client: write an object with the fields method, path, headers, body, everySeconds'],
  [withStack({ region: 'eu-west-1' }), 'field stacks.1.region: write a region of the configuration: "us-east-1" or'],
  [withStack({ template: 'none.json' }), 'field stacks.1.template: there is no such file: write the path of a Cloud'],
  [
    withStack({ template: 'schema.yaml' }),
    'stacks.1.template: FOLDER/schema.yaml is no CloudFormation template: it has',
  ],
  [withStack({ template: '.' }), 'field stacks.1.template: FOLDER is no CloudFormation template: it is no file'],
  [withStack({ name: 'Database' }), 'field stacks.1.name: write another name: an earlier stack in us-east-1 is called'],
  [
    withStack({ parameters: { Port: 1 } }),
    'field stacks.1.parameters.Port: write a text, or {"output": "STACK.OUTPUT"}',
  ],
  [
    withStack({ parameters: { Cluster: { output: 'Later.Arn' } } }),
    'field stacks.1.parameters.Cluster.output: there is no earlier stack "Later": write one of this list that stands',
  ],
  [
    { objects: [{ ...OBJECT, bucket: 'Orders' }], stacks: [DATABASE], client: CLIENT },
    'field objects.0.bucket: write the name of a bucket',
  ],
  [
    { objects: [{ ...OBJECT, path: 'code' }], stacks: [DATABASE], client: CLIENT },
    'field objects.0.path: there is no such file: write the path of a file, or of a folder that is to be zipped',
  ],
  [{ stacks: [DATABASE], sql: ['none.sql'], client: CLIENT }, 'field sql.0: there is no such file'],
  [{ stacks: [DATABASE], client: { path: 'orders' } }, 'field client.path: write a path that begins with a slash'],
  [{ stacks: [DATABASE], client: { ...CLIENT, method: 'SEND' } }, 'field client.method: write "GET", "POST",'],
  [{ stacks: [DATABASE], client: { ...CLIENT, everySeconds: 0 } }, 'field client.everySeconds: write a whole number'],
  [{ stacks: [DATABASE], client: { ...CLIENT, headers: { 'x y': 'z' } } }, 'field client.headers.x y: write an object'],
  [
    { stacks: [DATABASE], client: { ...CLIENT, body: { number: '{nummer}' } } },
    'field client.body: "{nummer}" stands for nothing: write {number}, {client}, {sequence}, {time}',
  ],
])('%j is refused with the file, the field and what to write instead', (content, complaint) => {
  const message = complaintOf(content);
  expect(message).toMatch(/^FOLDER\/workload\.json: line 1: /);
  expect(message).toContain(complaint);
});
