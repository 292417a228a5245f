import type { DynamoDb } from '../../simulator/services/dynamodb/dynamodb';
import { operationsOf } from '../../simulator/services/dynamodb/operations';
import { Table } from '../../simulator/services/dynamodb/table';
import { AwsError } from '../../simulator/service';
import { TaskFailedError } from '../../simulator/asl/errors';
import type { Region } from '../../simulator/world';

export type Item = Record<string, { readonly S: string }>;

type Operation = 'GetItem' | 'PutItem' | 'UpdateItem';

/** The lock table as the simulated DynamoDB keeps it: what a machine writes is held against its own conditions. */
export class LockTable {
  readonly #table = new Table({
    name: 'lock',
    arn: 'arn:aws:dynamodb:us-west-2:111111111111:table/lock',
    hashKey: { name: 'pk', type: 'S' },
    rangeKey: undefined,
    createdAt: new Date(0),
    ttlAttribute: undefined,
    pointInTimeRecovery: false,
    deletionProtection: false,
    tags: {},
  });
  readonly #operations = operationsOf({ dynamoDb: { table: () => this.#table } as unknown as DynamoDb } as Region);

  get(pk: string): Item | undefined {
    return this.#table.find({ pk: { S: pk } }) as Item | undefined;
  }

  set(pk: string, item: Item): void {
    this.#table.put({ ...item, pk: { S: pk } });
  }

  /** @param resource of the state's task: `dynamodb:updateItem` */
  call(resource: string, args: object): unknown {
    const name = resource.slice(resource.indexOf(':') + 1);
    const operation = `${name.charAt(0).toUpperCase()}${name.slice(1)}` as Operation;
    try {
      return this.#operations[operation]?.handle(args as never, undefined as never);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // An error of an SDK integration is named after its class, whose name ends in Exception.
      throw new TaskFailedError(`DynamoDb.${error.code}`, error.message);
    }
  }
}

export function toItem(values: Readonly<Record<string, string>>): Item {
  return Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]));
}
