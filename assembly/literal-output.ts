import * as z from 'zod';
import { type AssemblyStack, AssemblyError } from './read-assembly';

const TemplateOutputs = z.record(z.string(), z.object({ Value: z.unknown() }));

/** The value of an output that a template states literally: known before anything is deployed. */
export function literalOutput(assembly: readonly AssemblyStack[], name: string): string {
  const value = findLiteralOutput(assembly, name);
  if (value !== undefined) return value;
  throw new AssemblyError(
    `No stack states the output ${name} as a literal value. Add it as a CfnOutput in infra/stacks`,
  );
}

/** The same of an output that not every configuration has. */
export function findLiteralOutput(assembly: readonly AssemblyStack[], name: string): string | undefined {
  for (const { template } of assembly) {
    const value = TemplateOutputs.parse(template['Outputs'] ?? {})[name]?.Value;
    if (typeof value === 'string') return value;
  }
  return undefined;
}
