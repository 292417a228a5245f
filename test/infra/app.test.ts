import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import cdk from '../../cdk.json';
import { ENTRIES } from '../../infra/entries';

const directory = mkdtempSync(join(tmpdir(), 'pilot-light-app-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** What the `cdk` command does: the app's own command, told by environment variables. */
const synthesize = (outdir: string, environment: Readonly<Record<string, string>> = {}) =>
  promisify(execFile)(cdk.app, {
    shell: true,
    cwd: join(__dirname, '../..'),
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false', ...environment },
  });

const VALIDATION = 'validation-report.json';
const out = (name: string) => join(directory, name);
const read = (name: string) =>
  readdirSync(out(name))
    .filter((file) => file.endsWith('.json') && file !== 'tree.json' && file !== VALIDATION)
    .map((file) => [file, readFileSync(join(out(name), file), 'utf8')]);

beforeAll(async () => {
  await Promise.all([synthesize(out('one'), { CDK_VALIDATION: 'true' }), synthesize(out('other'))]);
});

test('the same sources give the same templates and assets, byte for byte', () => {
  expect(read('one').length).toBeGreaterThan(10);
  expect(read('one')).toEqual(read('other'));
});

test('every bundle is at most 870 KB; that of readiness, which asks sixteen services, 1251, and of reportExecution 990', () => {
  const bundles = readdirSync(out('one')).filter((name) => name.startsWith('asset.'));
  // Two are for settings that are off by default: a global database, and a switch with an endpoint.
  expect(bundles).toHaveLength(ENTRIES.filter((entry) => !/failoverGlobalCluster|answerSwitch/.test(entry)).length);
  const [largest = 0, second = 0, ...rest] = bundles
    .map((name) => statSync(join(out('one'), name, 'index.js')).size / 1024)
    .sort((a, b) => b - a);
  expect(largest).toBeLessThanOrEqual(1251);
  // It words what three workflows do, and reads when the drills were turned on and what the earlier ones took.
  expect(second).toBeLessThanOrEqual(990);
  for (const size of rest) expect(size).toBeLessThanOrEqual(870);
});

test('a wrong value ends the synthesis with 2, and with its line, setting and value', async () => {
  writeFileSync(out('bad.json'), '{\n  // both in Virginia\n  "standbyRegion": "us-east-1"\n}');
  await expect(synthesize(out('bad'), { PILOT_LIGHT_CONFIG: out('bad.json') })).rejects.toMatchObject({
    code: 2,
    stderr: `${out('bad.json')}:3: standbyRegion is "us-east-1": write another region than primaryRegion, which is the same\n`,
  });
});

test("the library's own validation of the templates finds nothing, and neither do the rules of security", () => {
  const Report = z.object({
    pluginReports: z.array(z.object({ pluginName: z.string(), violations: z.array(z.unknown()) })),
  });
  const report: unknown = JSON.parse(readFileSync(join(out('one'), VALIDATION), 'utf8'));
  expect(Report.parse(report).pluginReports).toEqual([{ pluginName: 'CloudFormation Validate', violations: [] }]);
});
