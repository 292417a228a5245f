import { findLiteralOutput, literalOutput } from './literal-output';
import { type AssemblyStack, stackOf } from './read-assembly';

/** A stack that waits in the standby region as a template, and the SSM parameter that names the template. */
export interface PublishedStack {
  readonly stack: AssemblyStack;
  readonly parameterName: string;
}

/** What is published and not deployed. The activation comes last: a failover in between finds what goes beside it. */
export function publishedStacks(assembly: readonly AssemblyStack[]): readonly PublishedStack[] {
  const cache = findLiteralOutput(assembly, 'CacheStackName');
  return [
    ...(cache === undefined
      ? []
      : [{ stack: stackOf(assembly, cache), parameterName: literalOutput(assembly, 'CacheTemplateUrlParameter') }]),
    {
      stack: stackOf(assembly, literalOutput(assembly, 'ActivationStackName')),
      parameterName: literalOutput(assembly, 'TemplateUrlParameter'),
    },
  ];
}
