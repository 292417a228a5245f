import type * as client from '@aws-sdk/client-service-quotas';
import type { Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import type { Quota } from './quota';

export function operationsOf(region: Region): Operations<typeof client> {
  return {
    GetServiceQuota: {
      access: ({ ServiceCode: serviceCode = '', QuotaCode: code = '' }) => [
        { action: 'servicequotas:GetServiceQuota', resource: region.serviceQuotas.arn({ serviceCode, code }) },
      ],
      handle(input) {
        if (input.ContextId !== undefined) throw notModelled('servicequotas:GetServiceQuota with ContextId');
        return { Quota: describe(region, region.serviceQuotas.get(input.ServiceCode ?? '', input.QuotaCode ?? '')) };
      },
    },
    ListServiceQuotas: {
      access: () => [{ action: 'servicequotas:ListServiceQuotas', resource: '*' }],
      handle(input) {
        if (input.QuotaCode !== undefined || input.QuotaAppliedAtLevel !== undefined) {
          throw notModelled('servicequotas:ListServiceQuotas with QuotaCode or QuotaAppliedAtLevel');
        }
        const all = region.serviceQuotas.of(input.ServiceCode ?? '');
        const start = Number(input.NextToken ?? 0);
        const end = start + (input.MaxResults ?? 100);
        return {
          Quotas: all.slice(start, end).map((quota) => describe(region, quota)),
          NextToken: end < all.length ? String(end) : undefined,
        };
      },
    },
  };
}

function describe(region: Region, quota: Quota): client.ServiceQuota {
  return {
    ServiceCode: quota.serviceCode,
    ServiceName: quota.serviceName,
    QuotaArn: region.serviceQuotas.arn(quota),
    QuotaCode: quota.code,
    QuotaName: quota.name,
    Value: quota.value,
    Unit: 'None',
    Adjustable: quota.adjustable,
    GlobalQuota: false,
  };
}
