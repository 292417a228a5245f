import type { FaultRule } from '../../simulator/kernel/faults';
import { DRILL, FAILOVER, milliseconds, FailoverStage } from './support/failover-stage';

const WORKLOAD = 'pilot-light-workload';
const FAULTY = ['pilot-light-api-5xx', 'pilot-light-api-latency-p90', 'pilot-light-lambda-errors'];

/** Slower than a user's patience, and than the workload's: it gives up after some seconds, and answers 503. */
const SLOW_DATABASE: FaultRule = {
  at: milliseconds('30m'),
  for: milliseconds('15m'),
  region: 'us-east-1',
  service: 'rds-data',
  operation: 'ExecuteStatement',
  kind: 'delay',
  probability: 1,
  delaySeconds: 20,
};

describe('the alarms of the primary region', () => {
  let stage: FailoverStage;
  const inAlarm = () => FAULTY.filter((name) => stage.primary.cloudWatch.alarm(name)?.state === 'ALARM');
  // Without the one of every fresh deployment: no manifest is recorded before the first full hour.
  const mails = () =>
    stage.primary.sns
      .inbox('arn:aws:sns:us-east-1:111111111111:pilot-light-alarms')
      .filter(({ subject }) => subject !== 'ALARM: "pilot-light-manifest-missing" in us-east-1');

  beforeAll(async () => {
    stage = await FailoverStage.bringUp({
      faults: [SLOW_DATABASE],
      darkAt: null,
      at: '29m',
      clientsEverySeconds: 60,
    });
  });
  afterAll(() => stage.close());

  test('are quiet while the workload serves', () => {
    expect(FAULTY.map((name) => stage.primary.cloudWatch.alarm(name)?.state)).toEqual(['OK', 'OK', 'OK']);
    expect(mails()).toEqual([]);
  });

  test('on server errors and latency go off within minutes when the database is slow, and mail once each', async () => {
    await stage.pass('10m');
    expect(inAlarm()).toEqual(['pilot-light-api-5xx', 'pilot-light-api-latency-p90']);
    expect(mails().map(({ subject }) => subject)).toEqual([
      'ALARM: "pilot-light-api-5xx" in us-east-1',
      'ALARM: "pilot-light-api-latency-p90" in us-east-1',
    ]);
    expect(mails()[0]?.message).toContain('An alarm of the workload');
  });

  test('are quiet again when it is over', async () => {
    await stage.pass('15m');
    expect(inAlarm()).toEqual([]);
    expect(mails()).toHaveLength(2);
  });

  test('on the function goes off when it crashes for minutes, and so does the one on server errors', async () => {
    for (let second = 0; second < 300; second += 5) {
      stage.primary.lambda.crashNextInvocation(WORKLOAD, 0);
      await stage.pass('5s');
    }
    expect(inAlarm()).toEqual(['pilot-light-api-5xx', 'pilot-light-lambda-errors']);
    expect(mails().at(-1)?.subject).toMatch(/^ALARM: /);
  });
});

describe('the alarms of the standby region', () => {
  test('are quiet in a drill whose function crashes, and mail once the standby serves', async () => {
    const stage = await FailoverStage.bringUp({ darkAt: null, at: '1h25m', clientsEverySeconds: 60 });
    const alarm = () => stage.standby.cloudWatch.alarm('pilot-light-lambda-errors')?.state;
    const mails = () => stage.inbox.filter(({ subject }) => subject?.includes('pilot-light-lambda-errors'));
    const crash = () => {
      const { metrics } = stage.standby.cloudWatch;
      const metric = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: WORKLOAD } };
      metrics.put(metric, stage.world.scheduler.now(), { sum: 100, minimum: 100, maximum: 100, sampleCount: 1 });
    };
    const crashFor = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        crash();
        await stage.pass('1m');
      }
    };
    try {
      const drill = await stage.start(DRILL);
      await stage.untilState(drill, 'BringUpStandby');
      await crashFor(6);
      expect(alarm()).toBe('OK');
      expect((await stage.end(drill)).status).toBe('SUCCEEDED');
      stage.world.faults.addDarkness('us-east-1', stage.world.scheduler.now());
      expect((await stage.run({ ...FAILOVER, acceptRecoveryPointAgeMinutes: 600 })).status).toBe('SUCCEEDED');
      expect(mails()).toEqual([]);
      await crashFor(6);
      expect(alarm()).toBe('ALARM');
      expect(mails()).toHaveLength(1);
      expect(mails()[0]?.message).toContain('An alarm of the workload');
    } finally {
      await stage.close();
    }
  });
});

describe('the dashboard of the standby region', () => {
  test('has a figure in every graph once there were backups, a validation, a drill and a failover', async () => {
    const stage = await FailoverStage.bringUp({ darkAt: null, at: '1h25m', clientsEverySeconds: 60 });
    try {
      const { states, cloudWatch } = stage.standby;
      const validation = states.start(
        states.stateMachine(stage.estate.RestoreValidationArn),
        'look',
        JSON.stringify({ requestedBy: 'ops', reason: 'dashboard' }),
      );
      const isOver = () => states.execution(validation.identity.executionArn).stoppedAtMs !== undefined;
      await stage.until(isOver, 'the validation ends');
      expect((await stage.run(DRILL)).status).toBe('SUCCEEDED');
      stage.world.faults.addDarkness('us-east-1', stage.world.scheduler.now());
      expect((await stage.run({ ...FAILOVER, acceptRecoveryPointAgeMinutes: 600 })).status).toBe('SUCCEEDED');

      const drawn = cloudWatch.dashboards.get('pilot-light-disaster-recovery')?.metrics ?? [];
      const empty = drawn.filter(
        ({ namespace, name, dimensions }) => cloudWatch.series(namespace, name, dimensions).length === 0,
      );
      expect(empty.map(({ name }) => name)).toEqual([]);
      expect(drawn.length).toBeGreaterThan(15);
    } finally {
      await stage.close();
    }
  });
});
