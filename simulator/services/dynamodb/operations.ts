import type * as client from '@aws-sdk/client-dynamodb';
import { AwsError, type Access, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { valueAt, type Item, type Path } from './attribute-value';
import { meets, parseCondition } from './condition';
import { invalid, Placeholders } from './expression-reader';
import { runQuery } from './query';
import type { Table } from './table';
import { parseUpdate } from './update';

export function operationsOf(region: Region): Operations<typeof client> {
  return {
    GetItem: {
      access: (input) => [accessTo(region, 'dynamodb:GetItem', input.TableName, input.Key)],
      handle(input) {
        refuse('GetItem', input, ['ProjectionExpression', 'AttributesToGet']);
        const table = region.dynamoDb.table(input.TableName);
        return { Item: copy(table.find(table.requireKey(input.Key))) };
      },
    },
    PutItem: {
      access: (input) => [accessTo(region, 'dynamodb:PutItem', input.TableName, input.Item)],
      handle(input) {
        refuse('PutItem', input, ['Expected', 'ConditionalOperator']);
        const table = region.dynamoDb.table(input.TableName);
        const item = table.requireItem(input.Item);
        const old = table.find(item);
        checkCondition(input, old, placeholdersOf(input));
        table.put(item);
        return { Attributes: returned(input.ReturnValues, ['NONE', 'ALL_OLD'], old, item, []) };
      },
    },
    UpdateItem: {
      access: (input) => [accessTo(region, 'dynamodb:UpdateItem', input.TableName, input.Key)],
      handle: (input) => updateItem(region.dynamoDb.table(input.TableName), input),
    },
    DeleteItem: {
      access: (input) => [accessTo(region, 'dynamodb:DeleteItem', input.TableName, input.Key)],
      handle(input) {
        refuse('DeleteItem', input, ['Expected', 'ConditionalOperator']);
        const table = region.dynamoDb.table(input.TableName);
        const key = table.requireKey(input.Key);
        const old = table.find(key);
        checkCondition(input, old, placeholdersOf(input));
        table.remove(key);
        return { Attributes: returned(input.ReturnValues, ['NONE', 'ALL_OLD'], old, undefined, []) };
      },
    },
    Query: {
      access: (input) => [accessTo(region, 'dynamodb:Query', input.TableName, undefined)],
      handle(input) {
        refuse('Query', input, [
          'IndexName',
          'ProjectionExpression',
          'AttributesToGet',
          'KeyConditions',
          'QueryFilter',
        ]);
        return runQuery(region.dynamoDb.table(input.TableName), input);
      },
    },
    UpdateTable: {
      access: (input) => [accessTo(region, 'dynamodb:UpdateTable', input.TableName, undefined)],
      handle({ TableName, DeletionProtectionEnabled, ...others }) {
        const [member] = Object.keys(others);
        if (member !== undefined) throw notModelled(`dynamodb:UpdateTable with ${member}`);
        const table = region.dynamoDb.table(TableName);
        table.settings.deletionProtection = DeletionProtectionEnabled ?? table.settings.deletionProtection;
        return { TableDescription: describe(table) };
      },
    },
    DeleteTable: {
      access: (input) => [accessTo(region, 'dynamodb:DeleteTable', input.TableName, undefined)],
      handle({ TableName }) {
        const table = region.dynamoDb.table(TableName);
        region.dynamoDb.deleteTable(table.settings.name);
        return { TableDescription: { ...describe(table), TableStatus: 'DELETING' } };
      },
    },
    DescribeTable: {
      access: (input) => [accessTo(region, 'dynamodb:DescribeTable', input.TableName, undefined)],
      handle: (input) => ({ Table: describe(region.dynamoDb.table(input.TableName)) }),
    },
  };
}

function updateItem(table: Table, input: client.UpdateItemInput): Omit<client.UpdateItemOutput, '$metadata'> {
  refuse('UpdateItem', input, ['AttributeUpdates', 'Expected', 'ConditionalOperator']);
  const key = table.requireKey(input.Key);
  const old = table.find(key);
  const placeholders = placeholdersOf(input);
  const update = input.UpdateExpression === undefined ? undefined : parseUpdate(input.UpdateExpression, placeholders);
  checkCondition(input, old, placeholders);
  for (const { name } of table.keys) {
    if (update?.paths.some(([first]) => first === name)) {
      throw invalid(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
    }
  }
  const item = update?.apply(old ?? key) ?? old ?? key;
  table.put(item);
  const kinds = ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'];
  return { Attributes: returned(input.ReturnValues, kinds, old, item, update?.paths ?? []) };
}

interface Conditional {
  readonly ConditionExpression?: string;
  readonly ReturnValuesOnConditionCheckFailure?: client.ReturnValuesOnConditionCheckFailure;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, client.AttributeValue>;
}

function placeholdersOf(input: Conditional): Placeholders {
  return new Placeholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
}

function checkCondition(input: Conditional, old: Item | undefined, placeholders: Placeholders): void {
  const { ConditionExpression: text } = input;
  const condition = text === undefined ? undefined : parseCondition('ConditionExpression', text, placeholders);
  placeholders.requireAllUsed();
  if (condition === undefined || meets(old ?? {}, condition)) return;
  const members = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? { Item: copy(old) } : {};
  throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { members });
}

function returned(
  kind: client.ReturnValue | undefined,
  allowed: readonly string[],
  old: Item | undefined,
  item: Item | undefined,
  paths: readonly Path[],
): Record<string, client.AttributeValue> | undefined {
  if (kind !== undefined && !allowed.includes(kind)) throw invalid(`ReturnValues set to invalid value: ${kind}`);
  switch (kind) {
    case 'ALL_OLD':
      return copy(old);
    case 'ALL_NEW':
      return copy(item);
    case 'UPDATED_OLD':
      return copy(old && pick(old, paths));
    case 'UPDATED_NEW':
      return copy(item && pick(item, paths));
    default:
      return undefined;
  }
}

function pick(item: Item, paths: readonly Path[]): Item {
  const names = new Set(paths.filter((path) => valueAt(item, path) !== undefined).map(([name]) => String(name)));
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** Nobody outside holds on to a stored item. */
function copy(item: Item | undefined): Record<string, client.AttributeValue> | undefined {
  return item && structuredClone({ ...item });
}

function refuse<Input extends object>(
  operation: string,
  input: Input,
  fields: readonly (keyof Input & string)[],
): void {
  const present = fields.find((field) => input[field] !== undefined);
  if (present !== undefined) throw notModelled(`dynamodb:${operation} with ${present}`);
}

function accessTo(region: Region, action: string, nameOrArn: string | undefined, item: Item | undefined): Access {
  const name = nameOrArn?.split('/').at(-1) ?? '';
  const hashKey = region.dynamoDb.findTable(name)?.settings.hashKey.name;
  const leading = hashKey === undefined ? undefined : item?.[hashKey];
  const resource = region.dynamoDb.arn(name);
  const text = leading?.S ?? leading?.N;
  return text === undefined
    ? { action, resource }
    : { action, resource, conditions: { 'dynamodb:LeadingKeys': [text] } };
}

function describe(table: Table): client.TableDescription {
  const { settings, keys } = table;
  return {
    TableName: settings.name,
    TableArn: settings.arn,
    TableStatus: 'ACTIVE',
    CreationDateTime: settings.createdAt,
    ItemCount: table.items().length,
    DeletionProtectionEnabled: settings.deletionProtection,
    AttributeDefinitions: keys.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keys.map(({ name }, index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
  };
}
