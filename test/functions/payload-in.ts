/** The payload of the `aws lambda invoke` that an answer of a function names, as it survives JSON: in base64. */
export function payloadIn(text: string): unknown {
  const [, encoded = ''] =
    /aws lambda invoke [^"\\]* --cli-binary-format base64 --payload '?([\w+/=]+)'? \/dev\/stdout/.exec(text) ?? [];
  return JSON.parse(Buffer.from(encoded, 'base64').toString() || 'null');
}

/** What a refused call answers with, as JSON: so `aws lambda invoke` prints it. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => 'it was not refused',
    ({ name, message }: Error) => JSON.stringify(`${name}: ${message}`),
  );
}
