import { inventory, synthesizeStacks } from '../synthesized';

test('a zone that is not there yet is the only thing that is deployed', () => {
  const { stacks } = synthesizeStacks({ zone: { create: true, acceleratedRecovery: true } });
  expect(inventory(stacks.zone)).toEqual({ 'AWS::Route53::HostedZone': 1 });
  expect(inventory(stacks.standby)).toEqual({});
  stacks.zone.hasResource('AWS::Route53::HostedZone', {
    Properties: { Name: 'example.com', HostedZoneFeatures: { EnableAcceleratedRecovery: true } },
    DeletionPolicy: 'RetainExceptOnCreate',
  });
});

test('with its id everything else is deployed too, into that zone', () => {
  const { stacks } = synthesizeStacks({ zone: { create: true, id: 'Z123456789' } });
  expect(inventory(stacks.zone)).toEqual({ 'AWS::Route53::HostedZone': 1 });
  stacks.traffic.allResourcesProperties('AWS::Route53::RecordSet', { HostedZoneId: 'Z123456789' });
});

test('a zone of the team is not touched', () => {
  expect(inventory(synthesizeStacks().stacks.zone)).toEqual({});
});
