/** What a failed invocation answers with (Lambda Developer Guide, "Node.js function errors"). */
export type ErrorPayload = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

/** Something thrown by a function, in the shape in which its caller sees it. */
export function toErrorPayload(thrown: unknown): ErrorPayload {
  if (!isErrorLike(thrown)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: traceOf(thrown) };
}

export function timedOut(requestId: string, timeoutSeconds: number): ErrorPayload {
  const limit = timeoutSeconds.toFixed(2);
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${limit} seconds`,
  };
}

export function exited(requestId: string, reason: string): ErrorPayload {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited ${reason}`,
  };
}

/** The function's own frames: the host's depend on the machine. A stack that the function has emptied stays empty. */
function traceOf({ name, message, stack }: Error): string[] {
  if (stack === '') return [''];
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line) && line.includes('/var/task/'));
  return [`${name}: ${message}`, ...frames];
}

function isErrorLike(thrown: unknown): thrown is Error {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && 'message' in thrown;
}
