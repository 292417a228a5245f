import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { UnreadableInputError } from '../input-types';

/** Timestamps are ISO 8601 unless the model says otherwise. */
const strings = new FromStringShapeDeserializer({ timestampFormat: { useTrait: true, default: 5 } });

/** `A.B.1=x` as a tree: the node `A`, in it `B`, in it `1`, which holds `x`. */
interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

/** Reads the parameters of the query protocol by the operation's schema. */
export function readForm(schema: NormalizedSchema, form: URLSearchParams): Record<string, unknown> {
  const root: FormNode = { children: new Map() };
  for (const [key, value] of form) {
    let node = root;
    for (const part of key.split('.')) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.value = value;
  }
  return schema.isUnitSchema() ? {} : readStructure(schema, root);
}

function read(schema: NormalizedSchema, node: FormNode): unknown {
  if (schema.isStructSchema()) return readStructure(schema, node);
  if (schema.isListSchema()) return readList(schema, node);
  if (schema.isMapSchema()) return readMap(schema, node);
  return readScalar(schema, node.value ?? '');
}

/** @throws UnreadableInputError in CloudWatch's words for a timestamp (aws/aws-sdk-go #3506) */
function readScalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isTimestampSchema()) {
    const instant = attempt(() => strings.read(schema, text) as unknown);
    if (instant instanceof Date && !Number.isNaN(instant.getTime())) return instant;
    throw new UnreadableInputError('timestamp must follow ISO8601');
  }
  if (schema.isNumericSchema()) {
    const number = Number(text);
    if (text.trim() !== '' && !Number.isNaN(number)) return number;
    throw new UnreadableInputError(`"${text}" is not a number`);
  }
  if (schema.isBooleanSchema()) {
    if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    throw new UnreadableInputError(`"${text}" is neither true nor false`);
  }
  const value = attempt(() => strings.read(schema, text) as unknown);
  if (value === undefined) throw new UnreadableInputError('a value cannot be read: it is not in base64');
  return value;
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function readStructure(schema: NormalizedSchema, node: FormNode): Record<string, unknown> {
  const structure: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const child = node.children.get(member.getMergedTraits().xmlName ?? name);
    if (child !== undefined) structure[name] = read(member, child);
  }
  return structure;
}

/** `Names.Name.1`, or `Names.1` for a flattened list; `Names=` is an empty list. */
function readList(schema: NormalizedSchema, node: FormNode): unknown[] {
  const member = schema.getValueSchema();
  return numbered(schema, node, member.getMergedTraits().xmlName ?? 'member').map((child) => read(member, child));
}

/** `Tags.entry.1.key` and `.value`, or `Tags.1.key` for a flattened map. */
function readMap(schema: NormalizedSchema, node: FormNode): Record<string, unknown> {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const value = schema.getValueSchema();
  const valueName = value.getMergedTraits().xmlName ?? 'value';
  return Object.fromEntries(
    numbered(schema, node, 'entry').map((entry) => [
      entry.children.get(keyName)?.value ?? '',
      read(value, entry.children.get(valueName) ?? { children: new Map() }),
    ]),
  );
}

function numbered(schema: NormalizedSchema, node: FormNode, wrapper: string): readonly FormNode[] {
  const items = schema.getMergedTraits().xmlFlattened ? node : node.children.get(wrapper);
  return [...(items?.children ?? [])]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
