import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputFileError } from '../../../input/input-file';
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
  [
    { stacks: [DATABASE], client: CLIENT, region: 1 },
    'region is not a field: the fields are objects, stacks, sql, client',
  ],
  [{ client: CLIENT }, 'stacks is missing: write a list of {name, region, template, parameters}'],
  [{ stacks: [], client: CLIENT }, 'stacks is []: write the stacks that make the workload, the database among them'],
  [
    { stacks: [DATABASE] },
    'client is missing: write an object with the fields method, path, headers, body, everySeconds',
  ],
  [
    withStack({ region: 'eu-west-1' }),
    'stacks.1.region is "eu-west-1": write a region of the configuration: "us-east-1" or',
  ],
  [
    withStack({ template: 'none.json' }),
    'stacks.1.template is "none.json": there is no such file: write the path of a Cloud',
  ],
  [
    withStack({ template: 'schema.yaml' }),
    'stacks.1.template is "schema.yaml": FOLDER/schema.yaml is no CloudFormation template: it has',
  ],
  [withStack({ template: '.' }), 'stacks.1.template is ".": FOLDER is no CloudFormation template: it is no file'],
  [
    withStack({ name: 'Database' }),
    'stacks.1.name is "Database": write another name: an earlier stack in us-east-1 is called',
  ],
  [
    withStack({ parameters: { Port: 1 } }),
    'stacks.1.parameters.Port is 1: write a text, or {"output": "STACK.OUTPUT"}',
  ],
  [
    withStack({ parameters: { Cluster: { output: 'Later.Arn' } } }),
    'stacks.1.parameters.Cluster.output is "Later.Arn": there is no earlier stack "Later": write one of this list that stands',
  ],
  [
    { objects: [{ ...OBJECT, bucket: 'Orders' }], stacks: [DATABASE], client: CLIENT },
    'objects.0.bucket is "Orders": write the name of a bucket',
  ],
  [
    { objects: [{ ...OBJECT, path: 'code' }], stacks: [DATABASE], client: CLIENT },
    'objects.0.path is "code": there is no such file: write the path of a file, or of a folder that is to be zipped',
  ],
  [{ stacks: [DATABASE], sql: ['none.sql'], client: CLIENT }, 'sql.0 is "none.sql": there is no such file'],
  [
    { stacks: [DATABASE], client: { path: 'orders' } },
    'client.path is "orders": write a path that begins with a slash',
  ],
  [{ stacks: [DATABASE], client: { ...CLIENT, method: 'SEND' } }, 'client.method is "SEND": write "GET", "POST",'],
  [{ stacks: [DATABASE], client: { ...CLIENT, everySeconds: 0 } }, 'client.everySeconds is 0: write a whole number'],
  [
    { stacks: [DATABASE], client: { ...CLIENT, headers: { 'x y': 'z' } } },
    'client.headers.x y is "z": write an object',
  ],
  [
    { stacks: [DATABASE], client: { ...CLIENT, body: { number: '{nummer}' } } },
    'client.body is {"number":"{nummer}"}: "{nummer}" stands for nothing: write {number}, {client}, {sequence}, {time}',
  ],
])('%j is refused with the file, the field and what to write instead', (content, complaint) => {
  const message = complaintOf(content);
  expect(message).toMatch(/^FOLDER\/workload\.json:1: /);
  expect(message).toContain(complaint);
});
