import type * as client from '@aws-sdk/client-service-quotas';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { operationsOf } from './operations';

/** One quota of the account in one region. */
export interface Quota {
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly code: string;
  readonly name: string;
  value: number;
  readonly adjustable: boolean;
}

type Standard = Omit<Quota, 'value'> & { readonly value: number };

const RDS = { serviceCode: 'rds', serviceName: 'Amazon Relational Database Service (Amazon RDS)', adjustable: true };
const LAMBDA = { serviceCode: 'lambda', serviceName: 'AWS Lambda', adjustable: true };

/** The values that an account has before anybody asked for more (AWS General Reference, service endpoints and quotas). */
const STANDARD: readonly Standard[] = [
  { ...RDS, code: 'L-952B80B8', name: 'DB clusters', value: 40 },
  { ...RDS, code: 'L-7B6409FD', name: 'DB instances', value: 40 },
  { ...RDS, code: 'L-E4C808A8', name: 'DB cluster parameter groups', value: 50 },
  { ...RDS, code: 'L-48C6BF61', name: 'DB subnet groups', value: 50 },
  { ...RDS, code: 'L-9B510759', name: 'Manual DB cluster snapshots', value: 100 },
  { ...LAMBDA, code: 'L-B99A9384', name: 'Concurrent executions', value: 1000 },
];

/** Quotas of one region. They are what Service Quotas tells; the services themselves do not enforce them. */
export class ServiceQuotas {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #quotas: readonly Quota[] = STANDARD.map((quota) => ({ ...quota }));

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'servicequotas', operations: operationsOf(this) };
  }

  /** @throws AwsError NoSuchResourceException */
  of(serviceCode: string): readonly Quota[] {
    const quotas = this.#quotas.filter((quota) => quota.serviceCode === serviceCode);
    if (quotas.length > 0) return quotas;
    throw new AwsError('NoSuchResourceException', `The request failed because the specified service does not exist.`, {
      status: 404,
    });
  }

  /** @throws AwsError NoSuchResourceException */
  get(serviceCode: string, code: string): Quota {
    const quota = this.of(serviceCode).find((one) => one.code === code);
    if (quota !== undefined) return quota;
    throw new AwsError('NoSuchResourceException', `The request failed because the specified quota does not exist.`, {
      status: 404,
    });
  }

  /** What Service Quotas tells from now on: an increase that was granted, or an account with less room than usual. */
  set(serviceCode: string, code: string, value: number): void {
    this.get(serviceCode, code).value = value;
  }

  arn({ serviceCode, code }: Pick<Quota, 'serviceCode' | 'code'>): string {
    return `arn:aws:servicequotas:${this.#region.name}:${this.#region.world.accountId}:${serviceCode}/${code}`;
  }
}
