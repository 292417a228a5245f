import * as z from 'zod';
import { persistAt } from '../cloudformation/persist';
import type { ProviderRequest, ResourceProvider } from '../cloudformation/provider';
import { parseProperties, TagList } from '../provider-properties';

const CertificateProperties = z.strictObject({
  DomainName: z.string(),
  SubjectAlternativeNames: z.array(z.string()).optional(),
  // CloudFormation puts the records that prove ownership into the zone by itself; by mail, somebody would have to answer.
  ValidationMethod: z.literal('DNS'),
  DomainValidationOptions: z
    .array(z.strictObject({ DomainName: z.string(), HostedZoneId: z.string() }))
    .min(1, 'must name the hosted zone, or the stack waits for somebody to make the records'),
  KeyAlgorithm: z.string().optional(),
  Tags: TagList.optional(),
});

/** A certificate, issued as soon as it is asked for. Nothing checks it: the simulated network has no TLS. */
const certificate: ResourceProvider = {
  type: 'AWS::CertificateManager::Certificate',
  calls: { service: 'acm', create: ['RequestCertificate', 'DescribeCertificate'], delete: ['DeleteCertificate'] },
  access(request, change) {
    const { name, world } = request.region;
    const resource = `arn:aws:acm:${name}:${world.accountId}:certificate/*`;
    if (change === 'delete') return [{ action: 'acm:DeleteCertificate', resource }];
    return [
      { action: 'acm:RequestCertificate', resource: '*' },
      { action: 'acm:DescribeCertificate', resource },
      { action: 'acm:AddTagsToCertificate', resource },
      { action: 'route53:ChangeResourceRecordSets', resource: 'arn:aws:route53:::hostedzone/*' },
    ];
  },
  async create(request) {
    parseProperties(certificate.type, CertificateProperties, request.properties);
    const { name, world } = request.region;
    await putValidationRecords(request);
    return { physicalId: `arn:aws:acm:${name}:${world.accountId}:certificate/${world.random.uuid(`acm/${name}`)}` };
  },
  delete() {
    // Nothing else knows of the certificate.
  },
};

/**
 * CloudFormation adds the records that prove ownership to the hosted zone, and the certificate is issued by them
 * (CloudFormation Template Reference, AWS::CertificateManager::Certificate, DomainValidationOptions): without Route 53's
 * control plane in us-east-1 there is no certificate in any region. The records themselves are not kept.
 */
async function putValidationRecords({ region, caller }: ProviderRequest): Promise<void> {
  const call = { service: 'route53', operation: 'ChangeResourceRecordSets' };
  const change = () => region.world.dispatcher.onBehalf({ ...call, region: 'us-east-1', caller }, () => undefined);
  await persistAt(region, { ...call, at: 'us-east-1' }, change);
}

export const providers: readonly ResourceProvider[] = [certificate];
