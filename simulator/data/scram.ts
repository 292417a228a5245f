import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>` (PostgreSQL, pg_authid). */
const VERIFIER = /^SCRAM-SHA-256\$(?<iterations>\d+):(?<salt>[^$]+)\$(?<storedKey>[^:]+):/;

/** Whether it is the password that a role was given, in the clear or as a verifier. */
export function isPassword(given: string | undefined, password: string): boolean {
  if (given === undefined) return false;
  const { iterations, salt = '', storedKey } = VERIFIER.exec(given)?.groups ?? {};
  if (iterations === undefined) return given === password;
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  return createHash('sha256').update(clientKey).digest('base64') === storedKey;
}
