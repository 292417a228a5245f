import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pilotlight } from './in-process';
import { endOf, pilotlightProcess, SHORT, start } from './process';

type Child = ReturnType<typeof start>;

/** Nothing is restored from what is refused. */
const BEFORE_ANY_BACKUP = ['rehearse', '--durations', 'fast', '--dark-at', '30m'];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-light-cli-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('pilotlight rehearse, as a process of its own', () => {
  test('--json prints one object and nothing else, and writes the evidence and the trace', async () => {
    const evidence = join(folder, 'evidence.json');
    const trace = join(folder, 'trace.jsonl');
    const faults = join(folder, 'faults.json');
    const slow = { at: '80m', kind: 'delay', region: 'us-west-2', service: 'sns', delaySeconds: 0.5 };
    const tooLate = { at: '20d', kind: 'error', service: 'monitoring', operation: 'PutMetricData' };
    writeFileSync(faults, JSON.stringify([slow, tooLate]));
    const { code, stdout, stderr } = await pilotlightProcess([
      ...SHORT,
      '--json',
      '--faults',
      faults,
      '--evidence',
      evidence,
      '--trace',
      trace,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      verdict: 'passed',
      seed: 1,
      rtoSeconds: expect.any(Number),
      criticalPathSeconds: expect.any(Number),
      clientDowntimeSeconds: expect.any(Number),
      recoveryPointAgeSeconds: expect.any(Number),
      callsToDarkRegion: 0,
      apiCalls: expect.any(Number),
      stateTransitions: expect.any(Number),
      orphans: [],
    });
    expect(report.faults).toEqual([
      { ...slow, callsMet: expect.any(Number) },
      { ...tooLate, callsMet: 0 },
      { at: '1h20m', region: 'us-east-1', kind: 'partition', callsMet: expect.any(Number) },
    ]);
    expect(report.faults[0].callsMet).toBeGreaterThan(0);
    // Of the whole rehearsal, those of before the failover as well.
    expect(report.mails.length).toBeGreaterThan(report.notifications.length);
    expect(report.mails.at(-1)).toMatchObject({
      region: 'us-west-2',
      subject: 'pilot-light: failover passed',
      message: expect.stringContaining('pilot-light is served from us-west-2'),
    });
    expect(report.rowsLost).toBeGreaterThan(0);
    expect(report.rowsBefore).toBe(report.rowsAfter + report.rowsLost);
    expect(report.steps[0]).toEqual({
      name: 'FindLatestRecoveryPoint',
      startedAt: expect.stringMatching(/^2026-01-05T01:25:00/),
      endedAt: expect.stringMatching(/^2026-01-05T01:25:0/),
      budgetSeconds: 288,
      status: 'succeeded',
    });
    expect(JSON.parse(readFileSync(evidence, 'utf8'))).toMatchObject({ verdict: 'passed', mode: 'failover' });
    const lines = readFileSync(trace, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.map((line) => JSON.parse(line).at)).toEqual(
      lines.map((line) => JSON.parse(line).at).toSorted((a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)),
    );
  });

  test('evidence that cannot be written is the one thing that fails: what else is said goes by the history', async () => {
    const faults = join(folder, 'evidence-down.json');
    writeFileSync(
      faults,
      '[{"at": "1h24m", "kind": "error", "region": "us-west-2", "service": "s3", "operation": "PutObject"}]',
    );
    const { code, stdout } = await pilotlightProcess([...SHORT, '--json', '--faults', faults]);
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.checks.filter(({ passed }: { passed: boolean | null }) => passed !== true)).toEqual([
      {
        name: 'evidence recorded',
        passed: false,
        detail: expect.stringContaining('none in the evidence bucket; this report goes by the history'),
      },
    ]);
    expect(report).toMatchObject({
      verdict: 'failed',
      orphans: [],
      rtoSeconds: expect.any(Number),
      traffic: 'standby',
    });
  });

  test.each([
    ['an interruption', 130, 'Interrupted by SIGINT', (child: Child) => child.kill('SIGINT')],
    // As `pilotlight rehearse | head` leaves it.
    ['a pipe that nobody reads any more', 1, '', (child: Child) => child.stdout.destroy()],
  ])('%s ends with %i and leaves no server and no files', async (_, code, says, end) => {
    // The path of a socket may have about a hundred characters.
    const scratch = mkdtempSync('/tmp/pl-');
    // Where tests run as root, the servers run as somebody else, who has to get in.
    chmodSync(scratch, 0o755);
    const child = start(SHORT, { TMPDIR: scratch });
    const ended = endOf(child);
    let told = '';
    child.stdout.on('data', (text: string) => {
      told += text;
      if (told.includes('the stacks are deployed')) end(child);
    });
    expect(await ended).toMatchObject({ code, stderr: expect.stringContaining(says) });
    expect(readdirSync(scratch).filter((name) => /^pilot-light-(assembly|data)-/.test(name))).toEqual([]);
    // The servers stop as soon as they notice that nobody holds them any more.
    while (execFileSync('ps', ['-axww', '-o', 'args'], { encoding: 'utf8' }).includes(scratch)) await nextTurn();
    rmSync(scratch, { recursive: true });
  });

  test('a request that makes no sense ends with 1, and what to do next', async () => {
    const input = join(folder, 'input.json');
    writeFileSync(input, '{"mode": "panic"}');
    const { code, stdout, stderr } = await pilotlightProcess([...BEFORE_ANY_BACKUP, '--input', input]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain("CheckTheInput FAILED: InvalidRequestError: mode: write 'failover' or 'drill'");
    expect(stdout).toContain('  error        InvalidRequestError');
    expect(stdout).toContain('  traffic      goes to the primary region, as before');
    expect(stdout).toMatch(/ {2}next {9}Correct the input and start again.*: aws stepfunctions start-execution/);
  });

  test('a usage error ends with 2, on stderr only', async () => {
    expect(await pilotlightProcess(['rehearse', '--mode', 'panic', '--json'])).toEqual({
      code: 2,
      stdout: '',
      stderr: '--mode: there is no mode "panic". Write failover or drill\n',
    });
  });
});

describe('pilotlight rehearse', () => {
  test('an app that does not synthesise is named without a stack trace, and --json still prints an object', async () => {
    const options = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = `--require=${join(folder, 'no-such-module.js')}`;
    const { code, stdout, stderr } = await pilotlight([...SHORT, '--json']);
    if (options === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = options;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The CDK app did not synthesise\./);
    expect(stderr).not.toMatch(/ at .*cli\/synthesise/);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'failed', error: { name: 'SynthesisError' } });
  });

  test.each([
    ['a darkness', '--dark-at', ['--durations', 'fast', '--dark-at', '12m']],
    ['a drill', '--start-at', ['--durations', 'fast', '--mode', 'drill', '--start-at', '12m']],
    ['a validation', '--start-at', ['restore-validation', '--durations', 'fast', '--start-at', '12m']],
    ['a backup that fails', '--start-at', ['backup-failure', '--start-at', '12m']],
  ])('%s before the regions are up ends with 2 and says when they are', async (_, option, words) => {
    const { code, stderr } = await pilotlight(['rehearse', ...words]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(
        `^${option}: the regions are up only \\d+ minutes after the start of virtual time. Write .*${option} `,
      ),
    );
  });
});
