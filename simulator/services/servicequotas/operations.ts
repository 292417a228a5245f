import type * as client from '@aws-sdk/client-service-quotas';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { type PageRules, pageOf } from '../paging';
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
    RequestServiceQuotaIncrease: {
      access: ({ ServiceCode: serviceCode = '', QuotaCode: code = '' }) => [
        {
          action: 'servicequotas:RequestServiceQuotaIncrease',
          resource: region.serviceQuotas.arn({ serviceCode, code }),
        },
      ],
      handle(input) {
        if (input.ContextId !== undefined)
          throw notModelled('servicequotas:RequestServiceQuotaIncrease with ContextId');
        const quota = region.serviceQuotas.get(input.ServiceCode ?? '', input.QuotaCode ?? '');
        const { DesiredValue: desired = 0 } = input;
        if (desired <= quota.value) {
          throw new AwsError(
            'IllegalArgumentException',
            'You must provide a quota value greater than or equal to the current quota value.',
          );
        }
        // A person at AWS, or a rule of theirs, decides: here it stays pending.
        const created = new Date(region.world.scheduler.now());
        return {
          RequestedQuota: {
            Id: region.world.random.hex('servicequotas/requests', 32),
            ServiceCode: quota.serviceCode,
            ServiceName: quota.serviceName,
            QuotaCode: quota.code,
            QuotaName: quota.name,
            DesiredValue: desired,
            Status: 'PENDING',
            Created: created,
            LastUpdated: created,
            QuotaArn: region.serviceQuotas.arn(quota),
            GlobalQuota: false,
            Unit: 'None',
          },
        };
      },
    },
    ListServiceQuotas: {
      access: () => [{ action: 'servicequotas:ListServiceQuotas', resource: '*' }],
      handle(input) {
        if (input.QuotaCode !== undefined || input.QuotaAppliedAtLevel !== undefined) {
          throw notModelled('servicequotas:ListServiceQuotas with QuotaCode or QuotaAppliedAtLevel');
        }
        const all = region.serviceQuotas.of(input.ServiceCode ?? '');
        const { items, token } = pageOf(all, { size: input.MaxResults, token: input.NextToken }, QUOTAS);
        return { Quotas: items.map((quota) => describe(region, quota)), NextToken: token };
      },
    },
  };
}

/** Service Quotas API Reference, ListServiceQuotas. */
const QUOTAS: PageRules = {
  member: 'maxResults',
  least: 1,
  most: 100,
  otherwise: 100,
  wrongSize: (message) => new AwsError('IllegalArgumentException', message),
  wrongToken: () => new AwsError('InvalidPaginationTokenException', 'The pagination token is not valid.'),
};

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
