import type { ChangeInfo } from '@aws-sdk/client-route-53';
import { createWorld } from '../../../../simulator/create-world';
import type { World } from '../../../../simulator/world';

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;

/** A world with a zone, whose us-east-1 goes dark an hour after the start. */
function worldThatGoesDark({ acceleratedRecovery }: { readonly acceleratedRecovery: boolean }): World {
  const world = createWorld({
    seed: 1,
    startMs: START,
    accountId: '111111111111',
    regions: ['us-east-1', 'us-west-2'],
  });
  world.route53.putZone({ id: 'Z1', name: 'example.com' }).acceleratedRecovery = acceleratedRecovery;
  world.faults.addDarkness('us-east-1', START + 60 * MINUTE);
  return world;
}

function call(world: World, operation: string, input: object): Promise<unknown> {
  const request = { region: 'us-east-1', service: 'route53', operation, input, caller: { kind: 'operator' as const } };
  return world.scheduler.runToEnd(world.dispatcher.dispatch(request));
}

async function change(world: World, value: string): Promise<ChangeInfo> {
  const record = { Name: 'app.example.com', Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: value }] };
  const output = await call(world, 'ChangeResourceRecordSets', {
    HostedZoneId: 'Z1',
    ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet: record }] },
  });
  return (output as { ChangeInfo: ChangeInfo }).ChangeInfo;
}

const at = (world: World, minutes: number) => world.scheduler.runUntil(START + minutes * MINUTE);

test('an hour into the darkness records can be changed again, and the name servers have them', async () => {
  const world = worldThatGoesDark({ acceleratedRecovery: true });
  await at(world, 119);
  await expect(change(world, 'standby.example.com')).rejects.toThrow('unreachable');

  await at(world, 120);
  const { Id } = await change(world, 'standby.example.com');
  await at(world, 125);

  expect(await call(world, 'GetChange', { Id })).toMatchObject({ ChangeInfo: { Status: 'INSYNC' } });
  expect(world.route53.answer('app.example.com', 'CNAME')?.values).toEqual(['standby.example.com']);
});

test('health checks and zones stay out of reach', async () => {
  const world = worldThatGoesDark({ acceleratedRecovery: true });
  await at(world, 180);
  await expect(call(world, 'GetHealthCheck', { HealthCheckId: '1' })).rejects.toThrow('unreachable');
  await expect(call(world, 'DeleteHostedZone', { Id: 'Z1' })).rejects.toThrow('unreachable');
});

test('without it nothing answers, however long it lasts', async () => {
  const world = worldThatGoesDark({ acceleratedRecovery: false });
  await at(world, 600);
  await expect(change(world, 'standby.example.com')).rejects.toThrow('unreachable');
});

test('a change that was on its way when us-east-1 went dark is forgotten: it has to be made again', async () => {
  const world = worldThatGoesDark({ acceleratedRecovery: true });
  await change(world, 'primary.example.com');
  await at(world, 59.9);
  const { Id } = await change(world, 'standby.example.com');
  await at(world, 130);

  await expect(call(world, 'GetChange', { Id })).rejects.toMatchObject({ code: 'NoSuchChange' });
  expect(world.route53.answer('app.example.com', 'CNAME')?.values).toEqual(['primary.example.com']);
  await change(world, 'standby.example.com');
  await at(world, 135);
  expect(world.route53.answer('app.example.com', 'CNAME')?.values).toEqual(['standby.example.com']);
});
