import type { HealthCheckConfig, ResourceRecordSet } from '@aws-sdk/client-route-53';
import * as z from 'zod';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { notModelled } from '../not-modelled';
import { parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';
import { callControlPlane, changeRecords } from './control-plane';
import { identityOf, readRecordSet } from './record-set';

const RecordSetFields = {
  Name: z.string(),
  Type: z.enum(['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT']),
  TTL: TemplateNumber.optional(),
  ResourceRecords: z.array(z.string()).optional(),
  AliasTarget: z
    .strictObject({
      DNSName: z.string(),
      HostedZoneId: z.string(),
      EvaluateTargetHealth: TemplateBoolean.default(false),
    })
    .optional(),
  Failover: z.enum(['PRIMARY', 'SECONDARY']).optional(),
  SetIdentifier: z.string().optional(),
  HealthCheckId: z.string().optional(),
};
const RecordSetInGroup = z.strictObject(RecordSetFields);
const ZoneFields = {
  HostedZoneId: z.string().optional(),
  HostedZoneName: z.string().optional(),
  Comment: z.string().optional(),
};
const RecordSetProperties = z.strictObject({ ...RecordSetFields, ...ZoneFields });
const GroupProperties = z.strictObject({ ...ZoneFields, RecordSets: z.array(RecordSetInGroup) });

const recordSet: ResourceProvider = recordProvider('AWS::Route53::RecordSet', (properties) => {
  const {
    HostedZoneId,
    HostedZoneName,
    Comment: _,
    ...record
  } = parseProperties('AWS::Route53::RecordSet', RecordSetProperties, properties);
  return { zone: { HostedZoneId, HostedZoneName }, records: [record], physicalId: record.Name };
});

const recordSetGroup: ResourceProvider = recordProvider('AWS::Route53::RecordSetGroup', (properties) => {
  const { RecordSets, HostedZoneId, HostedZoneName } = parseProperties(
    'AWS::Route53::RecordSetGroup',
    GroupProperties,
    properties,
  );
  return { zone: { HostedZoneId, HostedZoneName }, records: RecordSets };
});

const HealthCheckProperties = z.strictObject({
  HealthCheckConfig: z.discriminatedUnion(
    'Type',
    [
      z.strictObject({
        Type: z.literal('CLOUDWATCH_METRIC'),
        AlarmIdentifier: z.strictObject({ Name: z.string(), Region: z.string() }),
        InsufficientDataHealthStatus: z.enum(['Healthy', 'Unhealthy', 'LastKnownStatus']).optional(),
        Inverted: TemplateBoolean.optional(),
      }),
      z.strictObject({
        Type: z.literal('HTTPS_STR_MATCH'),
        FullyQualifiedDomainName: z.string(),
        Port: TemplateNumber.optional(),
        ResourcePath: z.string().optional(),
        SearchString: z.string(),
        RequestInterval: TemplateNumber.optional(),
        FailureThreshold: TemplateNumber.optional(),
        EnableSNI: TemplateBoolean.optional(),
        MeasureLatency: TemplateBoolean.optional(),
        Inverted: TemplateBoolean.optional(),
      }),
      z.strictObject({
        Type: z.literal('CALCULATED'),
        ChildHealthChecks: z.array(z.string()),
        HealthThreshold: TemplateNumber,
        Inverted: TemplateBoolean.optional(),
      }),
    ],
    'the simulator models health checks of type CLOUDWATCH_METRIC, HTTPS_STR_MATCH and CALCULATED',
  ),
  HealthCheckTags: TagList.optional(),
});

const healthCheck: ResourceProvider = {
  type: 'AWS::Route53::HealthCheck',
  calls: 'dispatched',
  access: (_request, change) =>
    change === 'delete'
      ? []
      : [{ action: 'route53:ChangeTagsForResource', resource: 'arn:aws:route53:::healthcheck/*' }],
  async create(request) {
    const CallerReference = request.region.world.random.uuid('route53/caller-references');
    const input = { CallerReference, HealthCheckConfig: readConfig(request) };
    const { HealthCheck } = await callControlPlane(request, 'CreateHealthCheck', input);
    const physicalId = HealthCheck?.Id ?? '';
    return { physicalId, attributes: { HealthCheckId: physicalId } };
  },
  async update(request) {
    // Type, interval and latency are for ever (Route 53 API Reference, HealthCheckConfig).
    const { Type: _, RequestInterval: __, MeasureLatency: ___, ...config } = readConfig(request);
    const physicalId = request.physicalId;
    await callControlPlane(request, 'UpdateHealthCheck', { HealthCheckId: physicalId, ...config });
    return { physicalId, attributes: { HealthCheckId: physicalId } };
  },
  async delete(request) {
    if (request.region.world.route53.isHealthy(request.physicalId) === undefined) return;
    await callControlPlane(request, 'DeleteHealthCheck', { HealthCheckId: request.physicalId });
  },
};

const ZoneProperties = z.strictObject({
  Name: z.string(),
  HostedZoneConfig: z.strictObject({ Comment: z.string().optional() }).optional(),
  HostedZoneTags: TagList.optional(),
  HostedZoneFeatures: z.strictObject({ EnableAcceleratedRecovery: TemplateBoolean.optional() }).optional(),
});

const hostedZone: ResourceProvider = {
  type: 'AWS::Route53::HostedZone',
  calls: 'dispatched',
  async create(request) {
    const { Name, HostedZoneFeatures } = parseProperties(hostedZone.type, ZoneProperties, request.properties);
    const CallerReference = request.region.world.random.uuid('route53/caller-references');
    const made = await callControlPlane(request, 'CreateHostedZone', { Name, CallerReference });
    const physicalId = made.HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
    if (HostedZoneFeatures !== undefined) {
      await callControlPlane(request, 'UpdateHostedZoneFeatures', { HostedZoneId: physicalId, ...HostedZoneFeatures });
    }
    return { physicalId, attributes: { Id: physicalId, NameServers: made.DelegationSet?.NameServers ?? [] } };
  },
  async update(request) {
    const before = parseProperties(hostedZone.type, ZoneProperties, request.previousProperties);
    const { HostedZoneFeatures, ...after } = parseProperties(hostedZone.type, ZoneProperties, request.properties);
    if (before.Name !== after.Name) throw notModelled(`Changing Name of ${hostedZone.type} (a replacement)`);
    const EnableAcceleratedRecovery = HostedZoneFeatures?.EnableAcceleratedRecovery ?? false;
    const HostedZoneId = request.physicalId;
    await callControlPlane(request, 'UpdateHostedZoneFeatures', { HostedZoneId, EnableAcceleratedRecovery });
    return { physicalId: HostedZoneId };
  },
  async delete(request) {
    await callControlPlane(request, 'DeleteHostedZone', { Id: request.physicalId });
  },
};

export const providers: readonly ResourceProvider[] = [recordSet, recordSetGroup, healthCheck, hostedZone];

interface ReadRecords {
  readonly zone: { readonly HostedZoneId?: string; readonly HostedZoneName?: string };
  readonly records: readonly z.infer<typeof RecordSetInGroup>[];
  readonly physicalId?: string;
}

/** Record sets, alone or in a group, differ in how their properties are written only. */
function recordProvider(
  type: string,
  read: (properties: Readonly<Record<string, unknown>>) => ReadRecords,
): ResourceProvider {
  const resultOf = (physicalId: string): ProviderResult => ({ physicalId });
  return {
    type,
    calls: 'dispatched',
    async create(request) {
      const { zone, records, physicalId } = read(request.properties);
      const changes = records.map((record) => ({ Action: 'CREATE' as const, ResourceRecordSet: toRecordSet(record) }));
      await changeRecords(request, zone, changes);
      return resultOf(physicalId ?? request.generateName());
    },
    async update(request) {
      const { zone, records, physicalId } = read(request.properties);
      const wanted = records.map(toRecordSet);
      const identities = new Set(wanted.map((record) => identityOf(readRecordSet(record))));
      const gone = read(request.previousProperties)
        .records.map(toRecordSet)
        .filter((record) => !identities.has(identityOf(readRecordSet(record))));
      await changeRecords(request, zone, [
        ...gone.map((ResourceRecordSet) => ({ Action: 'DELETE' as const, ResourceRecordSet })),
        ...wanted.map((ResourceRecordSet) => ({ Action: 'UPSERT' as const, ResourceRecordSet })),
      ]);
      return resultOf(physicalId ?? request.physicalId);
    },
    async delete(request) {
      const { zone, records } = read(request.properties);
      const changes = records.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: toRecordSet(record) }));
      await changeRecords(request, zone, changes);
    },
  };
}

function toRecordSet(record: z.infer<typeof RecordSetInGroup>): ResourceRecordSet {
  const { ResourceRecords, ...rest } = record;
  return { ...rest, ResourceRecords: ResourceRecords?.map((Value) => ({ Value })) };
}

function readConfig(request: ProviderRequest): HealthCheckConfig {
  const { HealthCheckConfig: config } = parseProperties(healthCheck.type, HealthCheckProperties, request.properties);
  // Which regions there are is checked where the alarm is looked up.
  return config as HealthCheckConfig;
}
