import type * as client from '@aws-sdk/client-route-53';
import { AwsError, type Access, type Operations } from '../../service';
import type { World } from '../../world';
import { notModelled } from '../not-modelled';
import { describeCheck, observe } from './describe-check';
import { readSettings } from './health-check-settings';
import { sortKey, type HostedZone } from './hosted-zone';
import { bareId, describeRecordSet, qualify } from './record-set';

export function operationsOf(world: World): Operations<typeof client> {
  return {
    ...recordOperations(world),
    ...zoneOperations(world),
    ...healthCheckOperations(world),
  };
}

function recordOperations(world: World): Operations<typeof client> {
  return {
    ChangeResourceRecordSets: {
      access: (input) => [changeAccess(input)],
      handle: (input) => ({
        ChangeInfo: world.route53.changeRecords(
          input.HostedZoneId ?? '',
          input.ChangeBatch?.Changes ?? [],
          input.ChangeBatch?.Comment,
        ),
      }),
    },
    GetChange: {
      access: (input) => [
        { action: 'route53:GetChange', resource: `arn:aws:route53:::change/${bareId(input.Id ?? '')}` },
      ],
      handle: (input) => ({ ChangeInfo: world.route53.changeInfo(input.Id ?? '') }),
    },
    ListResourceRecordSets: {
      access: (input) => [zoneAccess('route53:ListResourceRecordSets', input.HostedZoneId)],
      handle: (input) => listRecords(world.route53.zone(input.HostedZoneId ?? ''), input),
    },
  };
}

function zoneOperations(world: World): Operations<typeof client> {
  return {
    GetHostedZone: {
      access: (input) => [zoneAccess('route53:GetHostedZone', input.Id)],
      handle(input) {
        const zone = world.route53.zone(input.Id ?? '');
        return { HostedZone: describeZone(zone), DelegationSet: { NameServers: [...zone.nameServers] } };
      },
    },
    CreateHostedZone: {
      access: () => [{ action: 'route53:CreateHostedZone', resource: '*' }],
      handle(input) {
        if (input.VPC !== undefined || input.DelegationSetId !== undefined) {
          throw notModelled('A Route 53 private hosted zone or a reusable delegation set');
        }
        const zone = world.route53.createZone(input.Name ?? '', input.CallerReference ?? '');
        return {
          HostedZone: describeZone(zone),
          ChangeInfo: world.route53.pendingChange(),
          DelegationSet: { NameServers: [...zone.nameServers] },
          Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
        };
      },
    },
    UpdateHostedZoneFeatures: {
      access: (input) => [zoneAccess('route53:UpdateHostedZoneFeatures', input.HostedZoneId)],
      // Switching it on takes hours, in which the zone takes no writes for minutes (Developer Guide): here it is at once.
      handle(input) {
        world.route53.zone(input.HostedZoneId ?? '').acceleratedRecovery = input.EnableAcceleratedRecovery ?? false;
        return {};
      },
    },
    DeleteHostedZone: {
      access: (input) => [zoneAccess('route53:DeleteHostedZone', input.Id)],
      handle(input) {
        world.route53.deleteZone(input.Id ?? '');
        return { ChangeInfo: world.route53.pendingChange() };
      },
    },
  };
}

function healthCheckOperations(world: World): Operations<typeof client> {
  return {
    CreateHealthCheck: {
      access: () => [{ action: 'route53:CreateHealthCheck', resource: '*' }],
      handle(input) {
        const { Type, ...config } = input.HealthCheckConfig ?? {};
        const check = world.route53.createCheck(input.CallerReference ?? '', readSettings(Type, config));
        return {
          HealthCheck: describeCheck(check),
          Location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${check.id}`,
        };
      },
    },
    UpdateHealthCheck: {
      access: (input) => [checkAccess('route53:UpdateHealthCheck', input.HealthCheckId)],
      handle(input) {
        if (input.ResetElements !== undefined) throw notModelled('route53:UpdateHealthCheck with ResetElements');
        const check = world.route53.check(input.HealthCheckId ?? '');
        if (input.HealthCheckVersion !== undefined && input.HealthCheckVersion !== check.version) {
          throw new AwsError('HealthCheckVersionMismatch', `The health check is at version ${check.version}.`, {
            status: 409,
          });
        }
        check.update(readSettings(check.settings.type, input, check.settings));
        return { HealthCheck: describeCheck(check) };
      },
    },
    DeleteHealthCheck: {
      access: (input) => [checkAccess('route53:DeleteHealthCheck', input.HealthCheckId)],
      handle(input) {
        world.route53.deleteCheck(input.HealthCheckId ?? '');
        return {};
      },
    },
    GetHealthCheck: {
      access: (input) => [checkAccess('route53:GetHealthCheck', input.HealthCheckId)],
      handle: (input) => ({ HealthCheck: describeCheck(world.route53.check(input.HealthCheckId ?? '')) }),
    },
    GetHealthCheckStatus: {
      access: (input) => [checkAccess('route53:GetHealthCheckStatus', input.HealthCheckId)],
      handle(input) {
        const check = world.route53.check(input.HealthCheckId ?? '');
        // "You can't use GetHealthCheckStatus to get the status of a calculated health check" (Route 53 API Reference); that
        // it is refused, with the one error that the operation has for a request, is the plain reading: UNVERIFIED.
        if (check.settings.type === 'CALCULATED') {
          throw new AwsError(
            'InvalidInput',
            'Invalid parameter : the status of a calculated health check is not available.',
          );
        }
        return { HealthCheckObservations: [observe(check)] };
      },
    },
    ListHealthChecks: {
      access: () => [{ action: 'route53:ListHealthChecks', resource: '*' }],
      handle(input) {
        const checks = world.route53.checks();
        const start = input.Marker ? checks.findIndex(({ id }) => id === input.Marker) : 0;
        if (start < 0) throw new AwsError('InvalidInput', `Invalid parameter : marker ${input.Marker} is not valid`);
        const MaxItems = itemsOf(input.MaxItems, 1000, 100);
        const next = checks[start + MaxItems];
        return {
          HealthChecks: checks.slice(start, start + MaxItems).map(describeCheck),
          Marker: input.Marker ?? '',
          IsTruncated: next !== undefined,
          NextMarker: next?.id,
          MaxItems,
        };
      },
    },
  };
}

/** Condition keys as the Service Authorization Reference gives them for ChangeResourceRecordSets. */
function changeAccess(input: client.ChangeResourceRecordSetsRequest): Access {
  const changes = input.ChangeBatch?.Changes ?? [];
  const names = changes.map(({ ResourceRecordSet: record }) => qualify(record?.Name ?? '').slice(0, -1));
  const types = changes.map(({ ResourceRecordSet: record }) => record?.Type ?? '');
  const actions = changes.map(({ Action }) => Action ?? '');
  return {
    ...zoneAccess('route53:ChangeResourceRecordSets', input.HostedZoneId),
    conditions: {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': [...new Set(names)],
      'route53:ChangeResourceRecordSetsRecordTypes': [...new Set<string>(types)],
      'route53:ChangeResourceRecordSetsActions': [...new Set<string>(actions)],
    },
  };
}

function zoneAccess(action: string, id: string | undefined): Access {
  return { action, resource: `arn:aws:route53:::hostedzone/${bareId(id ?? '')}` };
}

function checkAccess(action: string, id: string | undefined): Access {
  return { action, resource: `arn:aws:route53:::healthcheck/${id ?? ''}` };
}

function listRecords(
  zone: HostedZone,
  input: client.ListResourceRecordSetsRequest,
): Omit<client.ListResourceRecordSetsResponse, '$metadata'> {
  const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier: setIdentifier } = input;
  if (name === undefined && type !== undefined) {
    throw new AwsError('InvalidInput', 'Invalid request: StartRecordType needs StartRecordName');
  }
  const MaxItems = itemsOf(input.MaxItems, 300, 300);
  const start = name === undefined ? '' : startKey(qualify(name), type, setIdentifier);
  const rest = zone.records.filter((record) => sortKey(record) >= start);
  const next = rest[MaxItems];
  return {
    ResourceRecordSets: rest.slice(0, MaxItems).map(describeRecordSet),
    IsTruncated: next !== undefined,
    NextRecordName: next?.name,
    NextRecordType: next?.type,
    NextRecordIdentifier: next?.setIdentifier,
    MaxItems,
  };
}

/** More than the most is the most (Route 53 API Reference); what is no number of items is refused: text UNVERIFIED. */
function itemsOf(asked: unknown, most: number, otherwise: number): number {
  const items = Number(asked ?? otherwise);
  if (Number.isInteger(items) && items >= 1) return Math.min(items, most);
  throw new AwsError('InvalidInput', `Invalid parameter : maxitems ${String(asked)} is not valid`);
}

function startKey(name: string, type: client.RRType | undefined, setIdentifier: string | undefined): string {
  // Without a type the list starts at the first record of that name: the key up to where the type would begin.
  if (type !== undefined) return sortKey({ name, type, setIdentifier });
  return sortKey({ name, type: 'A', setIdentifier: undefined }).split('\0')[0] ?? '';
}

function describeZone(zone: HostedZone): client.HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { PrivateZone: false },
    ResourceRecordSetCount: zone.records.length,
  };
}
