import type * as client from '@aws-sdk/client-service-quotas';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { operationsOf } from './operations';
import { type Quota, STANDARD_QUOTAS } from './quota';

declare module '../../world' {
  interface RegionalServices {
    readonly serviceQuotas: ServiceQuotas;
  }
}

/** Quotas of one region. They are what Service Quotas tells; the services themselves do not enforce them. */
export class ServiceQuotas {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #quotas: readonly Quota[] = STANDARD_QUOTAS.map((quota) => ({ ...quota }));

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'servicequotas', operations: operationsOf(region) };
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
