import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pilotlight } from './in-process';
import { SHORT } from './process';

const FIXTURE = join(__dirname, '..', 'scenarios', 'existing-workload');
const CONFIG = { PILOT_LIGHT_CONFIG: join(FIXTURE, 'config.json') };
const FILE = join(FIXTURE, 'workload.json');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-light-cli-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(content: object): string {
  const path = join(folder, 'workload.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('pilotlight rehearse --workload', () => {
  test('a team rehearses its own failover: its API serves from the standby, its rows are counted', async () => {
    const { code, stdout, stderr } = await pilotlight([...SHORT, '--workload', FILE], CONFIG);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      'the simulated regions have names of their own for workload.secretArn and workload.keyArn: ',
    );
    expect(stdout).toContain('PASSED: the workload serves from the standby region.');
    expect(stdout).toMatch(/^pass {2}the workload serves from the standby: \d+ client requests served by us-west-2/m);
    expect(stdout).toMatch(/^pass {2}every table is there: public\.orders: \d+ of \d+ rows; they do not say when/m);
    expect(stdout).not.toContain('frontend is readable');
  });

  test('with a table that says when rows were written, no other rows are lost than those after the recovery point; in a drill, too', async () => {
    const { default: config }: { default: object } = await import(join(FIXTURE, 'config.json'));
    const path = join(folder, 'config.json');
    const heartbeat = { table: 'public.orders', column: 'placed_at' };
    writeFileSync(path, JSON.stringify({ ...config, validation: { heartbeat } }));
    const [failover, drill] = await Promise.all([
      pilotlight([...SHORT, '--seed', '7', '--workload', FILE], { PILOT_LIGHT_CONFIG: path }),
      pilotlight(['rehearse', '--durations', 'fast', '--mode', 'drill', '--json', '--workload', FILE], CONFIG),
    ]);

    expect({ code: failover.code, stderr: failover.stderr }).toEqual({ code: 0, stderr: '' });
    const [, missing, written] =
      /^pass {2}lost rows are .*: (\d+) of \d+ rows are missing; (\d+) were/m.exec(failover.stdout) ?? [];
    expect(Number(missing)).toBeGreaterThan(0);
    expect(Number(missing)).toBeGreaterThanOrEqual(Number(written));
    expect({ code: drill.code, stderr: drill.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(drill.stdout)).toMatchObject({ verdict: 'passed', mode: 'drill', rowsLost: expect.any(Number) });
  });

  test('fields that cannot be used end with 2, named with what to write instead, on stderr only', async () => {
    const file = fileOf({ stacks: [{ name: 'Database', region: 'eu-west-1', template: 'none.json' }], client: {} });

    const { code, stdout, stderr } = await pilotlight([...SHORT, '--workload', file], CONFIG);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(
      `${file}:1: stacks.0.region is "eu-west-1": write a region of the configuration: "us-east-1" or "us-west-2"`,
    );
    expect(stderr).toContain(':1: stacks.0.template is "none.json": there is no such file');
    expect(stderr).toContain(':1: client.path is missing: write a path that begins with a slash');
  });

  test('stacks that do not make the cluster of the configuration end with 2', async () => {
    const template = join(FIXTURE, 'region.template.json');
    const parameters = {
      RegionalName: 'api-primary.example.com',
      PublicName: 'app.example.com',
      HostedZoneId: 'Z0PILOTLIGHT00',
      ClusterArn: '*',
      SecretArn: '*',
    };
    const stack = { name: 'Api', region: 'us-east-1', template, parameters };
    const file = fileOf({ stacks: [stack], client: { path: '/orders' } });

    const { code, stderr } = await pilotlight([...SHORT, '--workload', file], CONFIG);

    expect(code).toBe(2);
    expect(stderr).toContain(
      `${file}: field stacks: none of them makes the cluster arn:aws:rds:us-east-1:111111111111:cluster:orders of the configuration`,
    );
  });

  test('without the option, or with it beside the reference workload, it ends with 2 and says what to do', async () => {
    const [without, beside] = await Promise.all([
      pilotlight(SHORT, CONFIG),
      pilotlight([...SHORT, '--workload', FILE]),
    ]);

    expect(without.code).toBe(2);
    expect(without.stderr).toContain('and give it with --workload FILE (docs/PILOT_LIGHT_IMPLEMENTATION.md,');
    expect(beside).toMatchObject({ code: 2, stdout: '' });
    expect(beside.stderr).toContain('has the workload.kind "reference", which the rehearsal makes itself. Leave');
  });
});
