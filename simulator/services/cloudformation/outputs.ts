import { AwsError } from '../../service';
import { resolve } from './intrinsics';
import type { StackOperation } from './resource-steps';
import type { StackOutput } from './stack';

/** Gives the stack its outputs and exports; gives the reason if that is not possible. */
export function resolveOutputs({ stack, definition, scope, exports }: StackOperation): string | undefined {
  try {
    const outputs = Object.entries(definition.template.outputs)
      .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
      .map(([key, output]): StackOutput => {
        return {
          key,
          value: textOf(key, resolve(output.Value, scope)),
          description: output.Description,
          exportName: output.Export === undefined ? undefined : textOf(key, resolve(output.Export.Name, scope)),
        };
      });
    const conflict = exports.put(stack, outputs);
    if (conflict === undefined) stack.outputs = outputs;
    return conflict;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}

function textOf(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new AwsError(
    'ValidationError',
    `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
  );
}
