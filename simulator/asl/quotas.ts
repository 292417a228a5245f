/** Step Functions Developer Guide, "Step Functions service quotas" and "Passing data between states with variables". */
export const MAXIMUM_HISTORY_EVENTS = 25_000;
export const MAXIMUM_PAYLOAD_BYTES = 256 * 1024;
export const MAXIMUM_VARIABLE_BYTES = 256 * 1024;
export const MAXIMUM_VARIABLES_BYTES = 10 * 1024 * 1024;
export const MAXIMUM_VARIABLE_NAME_LENGTH = 80;
/** A Wait state refuses a longer delay; 2^31 - 1 seconds. */
export const MAXIMUM_WAIT_SECONDS = 2_147_483_647;

/** The size that the quotas count: bytes of the JSON text in UTF-8. */
export function sizeInBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8');
}
