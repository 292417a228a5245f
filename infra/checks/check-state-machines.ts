import * as z from 'zod';
import { validateDefinition } from '../../simulator/asl/validation/validate-definition';
import { pathOf, Template } from './template';

/** A state machine that Step Functions would not create: the stack would roll back. */
export class StateMachineError extends Error {
  override readonly name = 'StateMachineError';
}

const Machine = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.unknown()).default({}),
});

/** Refuses an assembly with a state machine that Step Functions would refuse. */
export function checkStateMachines({ stacks }: { readonly stacks: readonly { readonly template: unknown }[] }): void {
  const problems = stacks.flatMap(({ template }) =>
    Object.entries(Template.parse(template).Resources)
      .filter(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')
      .flatMap(([logicalId, resource]) =>
        validateDefinition(definitionOf(resource.Properties)).map(
          ({ code, message, location = 'the definition' }) =>
            `${pathOf(logicalId, resource)}: ${code}: ${message} at ${location}`,
        ),
      ),
  );
  if (problems.length === 0) return;
  throw new StateMachineError(
    ['Step Functions would not create:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
  );
}

/** With the ARN of a function in place of what only the deployment knows. */
function definitionOf(properties: unknown): unknown {
  const { DefinitionString, DefinitionSubstitutions } = Machine.parse(properties);
  const text = DefinitionString.replace(/\$\{(\w+)\}/g, (written, key: string) => {
    const value = DefinitionSubstitutions[key];
    if (value === undefined) return written;
    return typeof value === 'string' ? value : `arn:aws:lambda:us-east-1:111122223333:function:${key}`;
  });
  return JSON.parse(text);
}
