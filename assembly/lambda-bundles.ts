import * as z from 'zod';
import type { AssemblyStack } from './read-assembly';

const LambdaFunction = z.object({
  Type: z.literal('AWS::Lambda::Function'),
  Properties: z.object({ FunctionName: z.string().optional(), Code: z.object({ S3Key: z.string() }) }),
});

/** The code directory of every Lambda function in an assembly, by the function's name. */
export function lambdaBundles(
  stacks: readonly AssemblyStack[],
): readonly { readonly name: string; readonly directory: string }[] {
  return stacks.flatMap((stack) => {
    const resources = z.record(z.string(), z.unknown()).parse(stack.template['Resources'] ?? {});
    return Object.entries(resources).flatMap(([logicalId, resource]) => {
      const parsed = LambdaFunction.safeParse(resource);
      if (!parsed.success) return [];
      const { FunctionName, Code } = parsed.data.Properties;
      const asset = stack.assets.find(({ destinations }) => destinations.some(({ key }) => key === Code.S3Key));
      return asset === undefined ? [] : [{ name: FunctionName ?? `${stack.name}/${logicalId}`, directory: asset.path }];
    });
  });
}
