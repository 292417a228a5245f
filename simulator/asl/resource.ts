import { NotModelledError } from './errors';

/** What a Task's Resource names. */
export type Resource =
  | { readonly kind: 'function'; readonly arn: string }
  | {
      readonly kind: 'service';
      /** As in TaskScheduled events: `lambda`, `aws-sdk:s3`. */
      readonly resourceType: string;
      /** `invoke`, `publish.waitForTaskToken`. */
      readonly resource: string;
      readonly waitsForToken: boolean;
    };

const FUNCTION = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:/;
const SERVICE = /^arn:[^:]+:states:[^:]*:[^:]*:(aws-sdk:[^:]+|[^:]+):([^:]+(?::2)?)$/;

export function parseResource(arn: string): Resource {
  if (FUNCTION.test(arn)) return { kind: 'function', arn };
  const [, resourceType, resource] = SERVICE.exec(arn) ?? [];
  if (resourceType === undefined || resource === undefined || resourceType === 'activity') {
    throw new NotModelledError(`the task resource ${arn}`);
  }
  return { kind: 'service', resourceType, resource, waitsForToken: resource.endsWith('.waitForTaskToken') };
}
