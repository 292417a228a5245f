import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { PLACEHOLDERS } from './client-request';
import { readTemplate, type TemplateDocument } from './read-template';
import { stackOfOutput } from './stack-output';
import type { WorkloadStack } from './workload-stack';

/**
 * The file as it is written. Each field says what to write when it is wrong.
 * @param folder from which its paths go
 * @param regions the primary and the standby region of the configuration
 */
export function workloadFileShape(folder: string, regions: readonly string[]) {
  const Region = z.enum(regions, `write a region of the configuration: ${regions.map(quote).join(' or ')}`);
  const Path = (what: string) =>
    z
      .string(`write the path of ${what}`)
      .transform((path) => resolve(folder, path))
      .refine(exists, `there is no such file: write the path of ${what}, from the folder that this file is in`);
  const Template = Path('a CloudFormation template').transform(asTemplate);
  const Stack = fields({
    name: text(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'write the name of a stack, such as "OrdersDatabase"'),
    region: Region,
    template: Template,
    parameters: z
      .record(z.string(), z.union([z.string(), fields({ output: Output })], PARAMETER), PARAMETERS)
      .default({}),
  });
  return fields({
    objects: z
      .array(
        fields({
          region: Region,
          bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'write the name of a bucket'),
          key: z.string('write the key of the object').min(1, 'write the key of the object, such as "orders.zip"'),
          path: Path('a file, or of a folder that is to be zipped'),
        }),
        'write a list of {region, bucket, key, path}',
      )
      .default([]),
    stacks: z
      .array(Stack, 'write a list of {name, region, template, parameters}')
      .min(1, 'write the stacks that make the workload, the database among them')
      .superRefine(checkOutputs),
    sql: z.array(Path('a file of SQL'), 'write a list of files of SQL').default([]),
    client: fields({
      method: z
        .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'write "GET", "POST", "PUT", "PATCH" or "DELETE"')
        .default('POST'),
      path: text(/^\/\S*$/, 'write a path that begins with a slash, such as "/orders"').superRefine(checkPlaceholders),
      headers: z
        .record(text(/^[\w-]+$/, HEADERS), z.string(HEADERS), HEADERS)
        .default({})
        .superRefine(checkPlaceholders),
      body: z.json('write JSON').optional().superRefine(checkPlaceholders),
      everySeconds: z
        .int('write a whole number of seconds from 1 to 3600')
        .min(1, 'write a whole number of seconds from 1 to 3600')
        .max(3600, 'write a whole number of seconds from 1 to 3600')
        .default(60),
    }),
  });
}

const HEADERS = 'write an object of texts, by the name of the header, such as {"authorization": "Bearer test"}';
const PARAMETER = 'write a text, or {"output": "STACK.OUTPUT"} with an earlier stack of this list';
const PARAMETERS = 'write an object of texts, by the name of the parameter';
const Output = text(/^[A-Za-z][A-Za-z0-9-]*\.[A-Za-z0-9]+$/, 'write STACK.OUTPUT, such as "OrdersDatabase.ClusterArn"');

/** A strict object whose message, for what is no object, names the fields that there are. */
function fields<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, `write an object with the fields ${Object.keys(shape).join(', ')}`);
}

function text(pattern: RegExp, instruction: string) {
  return z.string(instruction).regex(pattern, instruction);
}

function quote(word: string): string {
  return `"${word}"`;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function asTemplate(path: string, context: z.core.$RefinementCtx): TemplateDocument {
  const template = readTemplate(path);
  if (typeof template !== 'string') return template;
  refuse(context, [], `${path} is no CloudFormation template: ${template}`);
  return z.NEVER;
}

function checkOutputs(stacks: readonly WorkloadStack[], context: z.core.$RefinementCtx): void {
  stacks.forEach(({ region, name, parameters }, index) => {
    const earlier = stacks.slice(0, index);
    if (earlier.some((stack) => stack.name === name && stack.region === region))
      refuse(context, [index, 'name'], `write another name: an earlier stack in ${region} is called ${quote(name)}`);
    for (const [parameter, value] of Object.entries(parameters)) {
      if (typeof value === 'string' || stackOfOutput(value, region, earlier) !== undefined) continue;
      refuse(
        context,
        [index, 'parameters', parameter, 'output'],
        `there is no earlier stack ${quote(value.output.split('.')[0] ?? '')}: write one of this list that stands before ${quote(name)}`,
      );
    }
  });
}

/** A word in braces that stands for nothing would be sent as it is. */
function checkPlaceholders(value: unknown, context: z.core.$RefinementCtx): void {
  const known: ReadonlySet<string> = new Set(PLACEHOLDERS);
  const words = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).matchAll(/\{(\w+)\}/g);
  const [unknown] = [...words].map(([, word = '']) => word).filter((word) => !known.has(word));
  if (unknown === undefined) return;
  refuse(context, [], `"{${unknown}}" stands for nothing: write ${PLACEHOLDERS.map((word) => `{${word}}`).join(', ')}`);
}

function refuse(context: z.core.$RefinementCtx, path: PropertyKey[], message: string): void {
  context.issues.push({ code: 'custom', input: undefined, path, message });
}
