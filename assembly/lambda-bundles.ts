import { basename } from 'node:path';
import * as z from 'zod';
import type { AssemblyStack } from './read-assembly';

const LambdaFunction = z.object({
  Type: z.literal('AWS::Lambda::Function'),
  Properties: z.object({ FunctionName: z.string().optional(), Code: z.object({ S3Key: z.string() }) }),
});

export interface LambdaBundle {
  /** The function's. */
  readonly name: string;
  readonly directory: string;
  /** Where the template looks for the code. */
  readonly key: string;
  /** CDK's hash of the directory: the name of the object, without prefix and extension. */
  readonly build: string;
}

/** The code of every Lambda function in an assembly. */
export function lambdaBundles(stacks: readonly AssemblyStack[]): readonly LambdaBundle[] {
  return stacks.flatMap((stack) => {
    const resources = z.record(z.string(), z.unknown()).parse(stack.template['Resources'] ?? {});
    return Object.entries(resources).flatMap(([logicalId, resource]) => {
      const parsed = LambdaFunction.safeParse(resource);
      if (!parsed.success) return [];
      const { FunctionName, Code } = parsed.data.Properties;
      const asset = stack.assets.find(({ destinations }) => destinations.some(({ key }) => key === Code.S3Key));
      if (asset === undefined) return [];
      const name = FunctionName ?? `${stack.name}/${logicalId}`;
      return [{ name, directory: asset.path, key: Code.S3Key, build: basename(Code.S3Key, '.zip') }];
    });
  });
}
