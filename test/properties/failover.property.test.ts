import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { FaultRule } from '../../simulator/kernel/faults';
import { formatDuration } from '../../simulator/kernel/virtual-duration';
import { lockOwner } from '../scenarios/support/expect-refusal';
import { DRILL, FAILOVER, FailoverStage, milliseconds } from '../scenarios/support/failover-stage';
import { assertProperty, fc, runsOf } from './assert-property';

const RUNS = 6;

/** Every run takes seconds of real time, and has so much of it. */
const RUN_LIMIT_MS = 60_000;
/** In virtual time. No execution may take longer, whatever goes wrong for how long. */
const LONGEST_EXECUTION_MS = milliseconds('12h');

const SERVICES = [
  'rds',
  'rds-data',
  'backup',
  'cloudformation',
  'lambda',
  'dynamodb',
  'ssm',
  'secretsmanager',
  's3',
  'monitoring',
];
const FUNCTIONS = [
  'findLatestRecoveryPoint',
  'restoreAurora',
  'waitForAvailable',
  'deployRegionStack',
  'smokeTest',
  'updateRoute53',
];

/** From shortly before the execution starts to well into it. */
const begin = fc.integer({ min: milliseconds('1h24m'), max: milliseconds('1h45m') });

const fault: fc.Arbitrary<FaultRule> = fc.record(
  {
    at: begin,
    for: fc.integer({ min: milliseconds('10s'), max: milliseconds('20m') }),
    kind: fc.constantFrom('error' as const, 'throttle' as const, 'drop' as const),
    region: fc.constant('us-west-2'),
    service: fc.constantFrom(...SERVICES),
    probability: fc.constantFrom(0.2, 0.5, 1),
  },
  { requiredKeys: ['at', 'for', 'kind', 'region', 'probability'] },
);

interface Case {
  readonly seed: number;
  readonly mode: 'failover' | 'drill';
  readonly faults: readonly FaultRule[];
  readonly crashes: readonly { readonly functionName: string; readonly afterCalls: number; readonly at: number }[];
}

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  mode: fc.constantFrom('failover' as const, 'failover' as const, 'drill' as const),
  faults: fc.array(fault, { maxLength: 4 }),
  crashes: fc.array(
    fc.record({ functionName: fc.constantFrom(...FUNCTIONS), afterCalls: fc.nat({ max: 5 }), at: begin }),
    { maxLength: 3 },
  ),
});

it(
  'whatever goes wrong for a while: traffic goes only to a proven standby, nothing is orphaned, somebody is notified, and it ends',
  async () => {
    await assertProperty(
      fc.asyncProperty(cases, async (chosen) => {
        const stage = await bringUp(chosen);
        try {
          await check(stage, chosen);
        } catch (error) {
          throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${replayOf(chosen)}`, {
            cause: error,
          });
        } finally {
          await stage.close();
        }
      }),
      // A case costs seconds, so a failing one is not shrunk.
      { runs: RUNS, shrinks: false },
    );
  },
  (runsOf(RUNS) + 20) * RUN_LIMIT_MS,
);

async function check(stage: FailoverStage, { mode }: Case): Promise<void> {
  const { world, estate, standby } = stage;
  let movedBeforeProof = false;
  let proven = false;
  world.trace.listen((entry) => {
    proven ||= entry.kind === 'execution' && entry.state === 'UpdateRoute53';
    movedBeforeProof ||=
      !proven && entry.kind === 'resource' && entry.type === 'health-check' && entry.status === 'unhealthy';
  });

  const startedAtMs = world.scheduler.now();
  const ending = await stage.run(mode === 'drill' ? DRILL : FAILOVER);
  await stage.pass('10m');

  // It ends, in bounded time.
  expect(['SUCCEEDED', 'FAILED']).toContain(ending.status);
  const stoppedAtMs = standby.states.execution(ending.arn).stoppedAtMs ?? Number.POSITIVE_INFINITY;
  expect(stoppedAtMs - startedAtMs).toBeLessThan(LONGEST_EXECUTION_MS);
  expect(lockOwner(stage)).toBeUndefined();

  // Traffic.
  expect(movedBeforeProof).toBe(false);
  const target = await stage.publicTarget();
  if (mode === 'drill') expect(target).toBe(estate.PrimaryTarget);
  if (ending.status === 'SUCCEEDED' && mode === 'failover') expect(target).toBe(estate.StandbyTarget);
  if (target === estate.StandbyTarget) {
    const standbyChecks = ending.evidence?.checks.filter(({ suite }) => suite === 'standby') ?? [];
    expect(standbyChecks.length).toBeGreaterThan(0);
    expect(standbyChecks.every(({ passed }) => passed)).toBe(true);
  }

  // No silent failure, no orphan.
  expect(ending.inbox.length).toBeGreaterThan(0);
  if (ending.status === 'FAILED') expect(ending.error).toMatch(/^[A-Z][A-Za-z.]+$/);
  expect(stage.orphans(ending)).toEqual([]);
  if (mode === 'drill' && ending.status === 'SUCCEEDED') expect(stage.clusters).toEqual([]);
  if (mode === 'failover' && ending.status === 'SUCCEEDED') expect(stage.clusters).toHaveLength(1);
}

async function bringUp({ seed, mode, faults, crashes }: Case): Promise<FailoverStage> {
  return await FailoverStage.bringUp({
    sdk: 'bundled',
    seed,
    faults,
    darkAt: mode === 'drill' ? null : '1h20m',
    prepare: ({ world, standby }) => {
      for (const { functionName, afterCalls, at } of crashes) {
        world.scheduler.at(START_MS + at, () => {
          standby.lambda.crashNextInvocation(`pilot-light-${functionName}`, afterCalls);
        });
      }
    },
  });
}

const START_MS = Date.UTC(2026, 0, 5);

/** The command with the same faults, beside the one that runs the same property. */
function replayOf(chosen: Case): string {
  const directory = join(tmpdir(), 'pilot-light-failed-cases');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `faults-${chosen.seed}.json`);
  const written = chosen.faults.map((rule) => ({
    ...rule,
    at: formatDuration(rule.at),
    ...(rule.for === undefined ? {} : { for: formatDuration(rule.for) }),
  }));
  writeFileSync(file, `${JSON.stringify(written, null, 2)}\n`);
  const when = chosen.mode === 'failover' ? ' --dark-at 1h20m' : '';
  return [
    `Near it: npm run rehearse -- --seed ${chosen.seed} --mode ${chosen.mode}${when} --durations test/scenarios/support/brisk.json --faults ${file}`,
    `The case: ${JSON.stringify(chosen)}`,
  ].join('\n');
}
