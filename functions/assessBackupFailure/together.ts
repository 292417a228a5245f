/**
 * The values of calls that run side by side. Unlike `Promise.all`, it leaves no call behind when one fails: what is under
 * way when a function returns resumes in a later invocation (AWS Lambda Developer Guide, "Understanding the Lambda
 * execution environment lifecycle").
 */
export async function together<Values extends readonly unknown[]>(
  calls: {
    readonly [Index in keyof Values]: Promise<Values[Index]>;
  },
): Promise<Values> {
  await Promise.allSettled(calls);
  return (await Promise.all(calls)) as unknown as Values;
}
