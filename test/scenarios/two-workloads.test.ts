import { readAssembly } from '../../assembly/read-assembly';
import { Clients } from '../../rehearsal/stage/clients';
import { deployEstate } from '../../rehearsal/stage/deploy-estate';
import type { Estate } from '../../rehearsal/stage/estate';
import { runToEnd, startExecution } from '../../rehearsal/stage/execution';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import { assemblyDirectory } from './support/assembly';
import { FAILOVER, FailoverStage } from './support/failover-stage';

/** Its name goes on where that of the first ends: whatever goes by the beginning of a name would reach both. */
const SECOND = {
  name: 'pilot-light-two',
  traffic: {
    publicName: 'two.example.com',
    primaryName: 'two-primary.example.com',
    standbyName: 'two-standby.example.com',
  },
  workload: { kind: 'reference', frontend: { publicName: 'www-two.example.com' } },
};

let stage: FailoverStage;
let second: Estate;
let clients: Clients;

beforeEach(async () => {
  stage = await FailoverStage.bringUp({ darkAt: null, at: '10m' });
  const { world, operator } = stage;
  const assembly = readAssembly(await assemblyDirectory(SECOND, 'runtime'));
  second = await deployEstate({ world, assembly, operator }, REFERENCE_WORKLOAD.release);
  await REFERENCE_WORKLOAD.fill(world, second);
  clients = new Clients(world, second.PublicName, { ...REFERENCE_WORKLOAD.client, everySeconds: 300 });
  clients.start();
  await stage.pass('2h');
});

afterEach(async () => {
  clients.stop();
  await stage.close();
});

it('of two workloads in an account each fails over alone, the one that is served by its primary too', async () => {
  expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed' } });
  expect(await servedBy(stage.clients)).toEqual(['us-west-2']);
  expect(await servedBy(clients)).toEqual(['us-east-1']);

  const execution = await startExecution(stage.world, second, 'second', { ...FAILOVER, reason: 'the second alone' });
  expect(await runToEnd(stage.world, second, execution)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await servedBy(clients)).toEqual(['us-west-2']);
  expect(await servedBy(stage.clients)).toEqual(['us-west-2']);
});

async function servedBy(users: Clients): Promise<readonly (string | undefined)[]> {
  await stage.pass('20m');
  const since = stage.world.scheduler.now() - 15 * 60_000;
  const requests = users.requests.filter(({ startedAtMs }) => startedAtMs >= since);
  return [...new Set(requests.map((request) => request.servedBy))];
}
