import { isPassword } from '../../../simulator/data/scram';
import { scramVerifier } from '../../../functions/shared/scram';

test('PostgreSQL would take the verifier for the password, and for no other', () => {
  const verifier = scramVerifier('correct horse', 'v1');
  expect(verifier).toMatch(/^SCRAM-SHA-256\$4096:[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$/);
  expect(isPassword(verifier, 'correct horse')).toBe(true);
  expect(isPassword(verifier, 'correct horsf')).toBe(false);
});

test('the same version of a secret has the same verifier, another one another', () => {
  expect(scramVerifier('pencil', 'v1')).toBe(scramVerifier('pencil', 'v1'));
  expect(scramVerifier('pencil', 'v1')).not.toBe(scramVerifier('pencil', 'v2'));
});
