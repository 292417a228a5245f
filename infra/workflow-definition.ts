import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefinitionBody } from 'aws-cdk-lib/aws-stepfunctions';
import { PROJECT_ROOT } from './project-root';
import type { BundledFunction } from './constructs/bundled-function';

/**
 * `statemachines/NAME.asl.json` as an inline definition: as an asset it would be a hash in the template, and the
 * recovery-path check could not read it. A placeholder without a value, or a value without a placeholder, is an error
 * here, not in the disaster.
 */
export function workflowDefinition(name: string, substitutions: Readonly<Record<string, string>>) {
  const file = `statemachines/${name}.asl.json`;
  const text = readFileSync(join(PROJECT_ROOT, file), 'utf8');
  const placeholders = new Set(Array.from(text.matchAll(/\$\{(\w+)\}/g), ([, placeholder]) => placeholder ?? ''));
  const missing = [...placeholders].filter((placeholder) => !(placeholder in substitutions));
  const unused = Object.keys(substitutions).filter((key) => !placeholders.has(key));
  if (missing.length > 0) throw new Error(`${file} has placeholders without a value: ${missing.join(', ')}`);
  if (unused.length > 0) throw new Error(`${file} does not use these substitutions: ${unused.join(', ')}`);
  // CloudFormation puts the value into the text as it is: a quote in it would end the string that it stands in.
  const breaking = Object.keys(substitutions).filter((key) => /["\\\n]/.test(substitutions[key] ?? ''));
  if (breaking.length > 0)
    throw new Error(`${file}: these values break the JSON that they stand in: ${breaking.join(', ')}`);
  return { definitionBody: DefinitionBody.fromString(text), definitionSubstitutions: { ...substitutions } };
}

/** The substitution of each function: its state's name with `Arn` behind it. */
export function functionArns(functions: Readonly<Record<string, BundledFunction>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, { function: target }]) => [`${name}Arn`, target.functionArn]),
  );
}
