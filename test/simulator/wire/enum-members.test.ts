import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NormalizedSchema } from '@smithy/core/schema';
import { packageOf, serviceModel, signingNames } from '../../../simulator/wire/clients';
import { enumValues } from '../../../simulator/wire/enum-members';
import known from '../../../simulator/wire/enum-members.json';

const FILE = join(__dirname, '../../../simulator/wire/enum-members.json');

/** `SHAPE.MEMBER` of every structure that an input of the service can hold, with the enumeration of its type. */
function enumMembersOf(signingName: string): Record<string, string> {
  const types = join(dirname(require.resolve(`${packageOf(signingName)}/package.json`)), 'dist-types/models');
  const files = readdirSync(types).map((name) => [name, readFileSync(join(types, name), 'utf8')] as const);
  const enums = new Set(
    files
      .filter(([name]) => name === 'enums.d.ts')
      .flatMap(([, text]) => [...text.matchAll(/^export declare const (\w+):/gm)].map(([, name]) => name)),
  );
  const shapes = inputShapesOf(signingName);
  const found: Record<string, string> = {};
  for (const [, text] of files.filter(([name]) => name.startsWith('models_'))) {
    for (const [, shape = '', body = ''] of text.matchAll(/^export interface (\w+)[^{]*\{\n(.*?)^\}/gms)) {
      if (!shapes.has(shape)) continue;
      for (const [, member = '', type = ''] of body.matchAll(/^ {4}(\w+)\??: (\w+)(?:\[\])?(?: \| undefined)?;$/gm)) {
        if (enums.has(type)) found[`${shape}.${member}`] = type;
      }
    }
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inputShapesOf(signingName: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (schema: NormalizedSchema): void => {
    if (schema.isStructSchema()) {
      const name = schema.getName() ?? '';
      if (names.has(name)) return;
      names.add(name);
      for (const [, member] of schema.structIterator()) visit(member);
    } else if (schema.isListSchema() || schema.isMapSchema()) visit(schema.getValueSchema());
  };
  for (const { input } of serviceModel(signingName)?.operations.values() ?? []) {
    if (!input.isUnitSchema()) visit(input);
  }
  return names;
}

it('holds the enumerations that the types of the pinned clients name (UPDATE_ENUMS=1 reads them again)', () => {
  const now = Object.fromEntries(signingNames.map((name) => [name, enumMembersOf(name)]));
  if (process.env['UPDATE_ENUMS'] === '1') writeFileSync(FILE, `${JSON.stringify(now, undefined, 2)}\n`);
  else expect(known).toEqual(now);
});

it.each([
  ['monitoring', 'SetAlarmStateInput.StateValue', ['ALARM', 'INSUFFICIENT_DATA', 'OK']],
  ['lambda', 'InvocationRequest.InvocationType', ['DryRun', 'Event', 'RequestResponse']],
  ['lambda', 'CreateFunctionRequest.Architectures', ['arm64', 'x86_64']],
])('knows what %s takes as %s', (service, member, values) => {
  expect([...(enumValues(service, member) ?? [])].sort()).toEqual(values);
});

it('knows no enumeration of a member that has none', () => {
  expect(enumValues('lambda', 'InvocationRequest.FunctionName')).toBeUndefined();
  expect(enumValues('lambda', 'toString')).toBeUndefined();
});
