import type * as client from '@aws-sdk/client-dynamodb';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { otherRegionOf } from '../other-region';
import { operationsOf } from './operations';
import { Table, type TableSettings } from './table';

declare module '../../world' {
  interface RegionalServices {
    readonly dynamoDb: DynamoDb;
  }
}

/** The tables of one region. Every read is consistent. */
export class DynamoDb {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #tables = new Map<string, Table>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'dynamodb', operations: operationsOf(region) };
  }

  createTable(settings: Omit<TableSettings, 'arn' | 'createdAt'>): Table {
    if (this.#tables.has(settings.name)) {
      throw new AwsError('ResourceInUseException', `Table already exists: ${settings.name}`);
    }
    const createdAt = new Date(this.#region.world.scheduler.now());
    const table = new Table({ ...settings, arn: this.arn(settings.name), createdAt });
    this.#tables.set(settings.name, table);
    return table;
  }

  deleteTable(name: string): void {
    if (this.#tables.get(name)?.settings.deletionProtection === true) {
      throw new AwsError(
        'ValidationException',
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
      );
    }
    this.#tables.delete(name);
  }

  findTable(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** The table of that name or ARN. */
  table(nameOrArn: string | undefined): Table {
    const asked = nameOrArn ?? '';
    const isElsewhere = otherRegionOf(asked, this.#region) !== undefined;
    const table = isElsewhere ? undefined : this.#tables.get(asked.split('/').at(-1) ?? '');
    if (table === undefined) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    return table;
  }

  arn(name: string): string {
    return `arn:aws:dynamodb:${this.#region.name}:${this.#region.world.accountId}:table/${name}`;
  }
}
