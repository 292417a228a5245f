import { readFileSync, statSync } from 'node:fs';
import { type CollectionTag, parseDocument, type ScalarTag, type YAMLMap, type YAMLSeq } from 'yaml';
import * as z from 'zod';

/** A CloudFormation template as an object, its short forms (`!Ref`) written out. */
export type TemplateDocument = Readonly<Record<string, unknown>>;

const Template = z.looseObject({ Resources: z.looseObject({}) });

/**
 * Reads a template in JSON or YAML.
 * @returns the template, or why the file is none
 */
export function readTemplate(path: string): TemplateDocument | string {
  if (!statSync(path).isFile()) return 'it is no file';
  // JSON is YAML, too.
  const document = parseDocument(readFileSync(path, 'utf8'), { customTags: SHORT_FORMS });
  // A warning is a tag that stands for no function.
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) return problem.message.split('\n')[0] ?? '';
  const parsed = Template.safeParse(document.toJS());
  return parsed.success ? parsed.data : 'it has no Resources';
}

/** Intrinsic functions that have a short form (CloudFormation Template Reference, Intrinsic function reference). */
const FUNCTIONS = [
  'Base64',
  'Cidr',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Select',
  'Split',
  'Sub',
  'Transform',
  'And',
  'Equals',
  'Not',
  'Or',
] as const;

const SHORT_FORMS: (ScalarTag | CollectionTag)[] = [
  ...shortForm('Ref', 'Ref'),
  ...shortForm('Condition', 'Condition'),
  ...FUNCTIONS.flatMap((name) => shortForm(name, `Fn::${name}`)),
];

/** The value of a short form is a text, a list or an object. */
function shortForm(name: string, key: string): (ScalarTag | CollectionTag)[] {
  const tag = `!${name}`;
  const collection = (kind: 'seq' | 'map'): CollectionTag => ({
    tag,
    collection: kind,
    resolve: (value: YAMLMap | YAMLSeq) => ({ [key]: value.toJSON() as unknown }),
  });
  const scalar: ScalarTag = { tag, resolve: (value) => ({ [key]: name === 'GetAtt' ? attributeOf(value) : value }) };
  return [scalar, collection('seq'), collection('map')];
}

/** `!GetAtt Cluster.MasterUserSecret.SecretArn`: the attribute may have dots, the logical id has none. */
function attributeOf(text: string): readonly [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}
