import type * as client from '@aws-sdk/client-rds-data';
import type { Service } from '../../service';
import type { Region } from '../../world';
import { Connections } from './connections';
import { operationsOf } from './operations';
import { Transactions } from './transactions';

declare module '../../world' {
  interface RegionalServices {
    readonly rdsData: RdsData;
  }
}

/** The RDS Data API of one region: SQL over HTTPS, run by the cluster's own PostgreSQL. */
export class RdsData {
  readonly service: Service<typeof client>;
  readonly connections: Connections;
  readonly transactions: Transactions;

  constructor(region: Region) {
    this.connections = new Connections(region);
    this.transactions = new Transactions(region);
    this.service = { signingName: 'rds-data', operations: operationsOf(region, this.connections, this.transactions) };
  }
}
