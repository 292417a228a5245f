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
export const STANDARD_QUOTAS: readonly Standard[] = [
  { ...RDS, code: 'L-952B80B8', name: 'DB clusters', value: 40 },
  { ...RDS, code: 'L-7B6409FD', name: 'DB instances', value: 40 },
  { ...RDS, code: 'L-E4C808A8', name: 'DB cluster parameter groups', value: 50 },
  { ...RDS, code: 'L-48C6BF61', name: 'DB subnet groups', value: 50 },
  { ...RDS, code: 'L-9B510759', name: 'Manual DB cluster snapshots', value: 100 },
  { ...LAMBDA, code: 'L-B99A9384', name: 'Concurrent executions', value: 1000 },
];
