/** @jest-environment-options {"modules": "own"} */
import { azFailure } from '../../cli/rehearsals/az-failure';
import { corruption } from '../../cli/rehearsals/corruption';
import { quarterlyDrill } from '../../cli/rehearsals/quarterly-drill';
import { rehearseAzFailure } from '../../rehearsal/az-failure/rehearse';
import { rehearseCorruption } from '../../rehearsal/corruption/rehearse';
import { rehearseDrills } from '../../rehearsal/quarterly-drill/rehearse';
import { capture } from './in-process';

// What they play is in test/scenarios; here, what the command makes of its words and of the report.
jest.mock('../../cli/rehearsed', () => ({
  readOwnWorkload: () => undefined,
  synthesiseRehearsed: async () => ({ assembly: { directory: 'out', remove: async () => undefined }, workload: {} }),
}));
jest.mock('../../rehearsal/az-failure/rehearse', () => ({ rehearseAzFailure: jest.fn() }));
jest.mock('../../rehearsal/corruption/rehearse', () => ({ rehearseCorruption: jest.fn() }));
jest.mock('../../rehearsal/quarterly-drill/rehearse', () => ({ rehearseDrills: jest.fn() }));

const common = {
  seed: 1,
  durations: 'fast',
  faults: [],
  virtualTime: { from: '2026-01-05T00:00:00Z', to: '2026-01-05T03:00:00Z' },
  mails: [],
  orphans: [],
  checks: [{ name: 'clients are served again', passed: true, detail: '13 seconds' }],
};
const ZONE = {
  ...common,
  scenario: 'az-failure',
  hasReader: true,
  zone: 'us-east-1a',
  clientDowntimeSeconds: 13,
  promotedInSeconds: 12,
  parts: [{ name: 'until another instance was the writer', seconds: 12 }],
  failedRequests: 4,
  notifications: [],
  alarms: [],
};
const DRILLS = {
  ...common,
  scenario: 'quarterly-drill',
  drills: [
    {
      dueAt: '2026-02-15T09:00:00Z',
      startedAt: '2026-02-15T09:00:01Z',
      execution: 'drill-1',
      verdict: 'passed',
      rtoSeconds: 1500,
      slopeSeconds: null,
      warning: null,
      steps: [],
    },
  ],
  rtoTrend: [1500],
  recoveryTimeObjectiveSeconds: 14_400,
};
const SEARCHED = {
  ...common,
  scenario: 'corruption',
  mode: 'rows',
  damage: 'update',
  damagedAt: '2026-01-05T02:10:00Z',
  badRows: 1000,
  restoredRows: 1000,
  goodRowsLost: 0,
  undoRestoresBefore: true,
  findings: [],
  restoredTo: '2026-01-05T02:09:00Z',
  search: {
    lastTrue: '2026-01-05T02:09:00Z',
    firstFalse: '2026-01-05T02:10:56Z',
    secondsBetween: 116,
    clusters: 12,
  },
  seconds: 9000,
  restoreSeconds: 1800,
  execution: null,
  price: null,
  steps: [],
  notifications: [],
};
const CASES = [
  {
    command: corruption,
    play: jest.mocked(rehearseCorruption) as jest.Mock,
    words: ['--mode', 'rows', '--damage', 'update', '--find'],
    options: { mode: 'rows', damage: 'update', find: true },
    report: SEARCHED,
    text: /02:09:00Z to 2026-01-05T02:10:56Z, by 12 clusters/,
  },
  {
    command: azFailure,
    play: jest.mocked(rehearseAzFailure) as jest.Mock,
    words: ['--no-reader', '--at', '1h20m'],
    options: { hasReader: false, atMs: 4_800_000 },
    report: ZONE,
    text: /Downtime of clients: 13 s, 4 failed requests/,
  },
  {
    command: quarterlyDrill,
    play: jest.mocked(rehearseDrills) as jest.Mock,
    words: ['--drills', '1'],
    options: { drills: 1 },
    report: DRILLS,
    text: /2026-02-15 +passed +25m/,
  },
];

describe.each(CASES)('rehearse $command.name', ({ command, play, words, options, report, text }) => {
  const ends = (verdict: 'passed' | 'failed') =>
    play.mockResolvedValueOnce({ report: { ...report, verdict }, evidence: undefined, trace: '' });

  test('plays what its options say, and prints it for a person', async () => {
    ends('passed');
    const { io, stdout } = capture();
    expect(await command.run(words, io)).toBe(0);
    expect(play).toHaveBeenLastCalledWith(expect.objectContaining(options), expect.anything());
    expect(stdout()).toMatch(text);
    expect(stdout()).toContain('PASSED: ');
  });

  test.each([
    ['passed', 0],
    ['failed', 1],
  ] as const)('with --json it prints one object and nothing else; %s is exit code %i', async (verdict, code) => {
    ends(verdict);
    const { io, stdout } = capture();
    expect(await command.run([...words, '--json'], io)).toBe(code);
    expect(JSON.parse(stdout())).toEqual({ ...report, verdict });
  });
});
