import { Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import type { CodeObject } from '../../functions/readiness/contract';
import { resolveTemplate } from '../checks/resolve-template';
import { parametersOf } from './activation-parameters';

const Functions = z.record(
  z.string(),
  z.object({ Code: z.object({ S3Bucket: z.string(), S3Key: z.string() }) }).or(z.unknown().transform(() => undefined)),
);

/**
 * Where the functions of a stack have their code, as far as its template says it: objects that nobody publishes with it,
 * in buckets that are in no stack of ours. In which region these are, only S3 knows.
 */
export function codeReadBy(stack: Stack, publishedTo: string): readonly CodeObject[] {
  const Parameters = Object.fromEntries(
    parametersOf(stack).map(({ logicalId, type, default: value }) => [
      stack.resolve(logicalId),
      { Type: type, Default: stack.resolve(value) },
    ]),
  );
  const Resources = Object.fromEntries(
    stack.node
      .findAll()
      .filter((child) => child instanceof CfnFunction)
      .map((fn) => [stack.resolve(fn.logicalId), { Code: capitalised(stack.resolve(fn.code)) }]),
  );
  const { region, account, stackName } = Stack.of(stack);
  const resolved = resolveTemplate({ Parameters, Resources }, { region, account, stackName }).Resources;
  const codes = Object.values(Functions.parse(resolved)).flatMap((fn): readonly CodeObject[] =>
    fn === undefined ? [] : [{ bucket: fn.Code.S3Bucket, key: fn.Code.S3Key }],
  );
  const known = codes.filter(({ bucket, key }) => bucket !== publishedTo && !`${bucket}${key}`.includes('${'));
  return [...new Map(known.map((code) => [`${code.bucket}/${code.key}`, code])).values()];
}

/** The CDK's properties begin with a small letter, a template's with a capital. */
function capitalised(code: unknown): unknown {
  if (typeof code !== 'object' || code === null) return code;
  return Object.fromEntries(
    Object.entries(code).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
  );
}
