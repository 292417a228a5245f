import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** PostgreSQL's own default (scram_iterations). */
const ITERATIONS = 4096;

/**
 * What PostgreSQL keeps of a password (pg_authid.rolpassword), and takes in its place: `CREATE ROLE … PASSWORD` with it puts
 * no password into the log of statements. Of printable ASCII, which SASLprep leaves as it is (RFC 5803, RFC 4013).
 *
 * @param saltFrom other for every password: with the same one the verifier is the same
 */
export function scramVerifier(password: string, saltFrom: string): string {
  const salt = createHash('sha256').update(saltFrom).digest().subarray(0, 16);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const key = (name: string) => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${key('Server Key').toString('base64')}`;
}
