import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isEqual, type Item } from './attribute-value';
import { invalid } from './expression-reader';

type KeyType = 'S' | 'N' | 'B';

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

export interface TableSettings {
  readonly name: string;
  readonly arn: string;
  readonly hashKey: KeyAttribute;
  readonly rangeKey: KeyAttribute | undefined;
  readonly createdAt: Date;
  /** Recorded: the simulator deletes nothing when its time is over, as DynamoDB may take days to. */
  ttlAttribute: string | undefined;
  pointInTimeRecovery: boolean;
  deletionProtection: boolean;
  tags: Readonly<Record<string, string>>;
}

/** The items of one table, by key. */
export class Table {
  readonly settings: TableSettings;
  readonly #items = new Map<string, Item>();

  constructor(settings: TableSettings) {
    this.settings = settings;
  }

  get keys(): readonly KeyAttribute[] {
    const { hashKey, rangeKey } = this.settings;
    return rangeKey === undefined ? [hashKey] : [hashKey, rangeKey];
  }

  items(): readonly Item[] {
    return [...this.#items.values()];
  }

  find(key: Item): Item | undefined {
    return this.#items.get(this.#keyText(key));
  }

  put(item: Item): void {
    this.#items.set(this.#keyText(item), structuredClone(item));
  }

  remove(key: Item): void {
    this.#items.delete(this.#keyText(key));
  }

  /** The key attributes of an item. */
  keyOf(item: Item): Item {
    return Object.fromEntries(this.keys.map(({ name }) => [name, item[name] ?? { NULL: true }]));
  }

  /** A key names the key attributes and nothing else. */
  requireKey(key: Item | undefined): Item {
    if (
      key === undefined ||
      Object.keys(key).length !== this.keys.length ||
      !this.keys.every((each) => fits(key, each))
    ) {
      throw invalid('The provided key element does not match the schema');
    }
    return key;
  }

  /** An item has at least the key attributes. */
  requireItem(item: Item | undefined): Item {
    for (const key of this.keys) {
      if (item?.[key.name] === undefined) {
        throw invalid(`One or more parameter values were invalid: Missing the key ${key.name} in the item`);
      }
      if (!fits(item, key)) {
        throw invalid(
          `One or more parameter values were invalid: Type mismatch for key ${key.name} expected: ${key.type}`,
        );
      }
    }
    return item ?? {};
  }

  #keyText(item: Item): string {
    return JSON.stringify(this.keys.map(({ name }) => textOf(item[name])));
  }
}

function fits(item: Item, { name, type }: KeyAttribute): boolean {
  return item[name]?.[type] !== undefined;
}

/** `1` and `1.0` are one key. */
function textOf(value: AttributeValue | undefined): string {
  if (value?.N !== undefined) return isEqual(value, { N: '0' }) ? '0' : String(Number(value.N));
  return value?.S ?? Buffer.from(value?.B ?? []).toString('base64');
}
