import type { GetRandomPasswordRequest } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../service';
import type { Region } from '../../world';

/** What a password is made of (Secrets Manager API Reference, GetRandomPassword). */
const TYPES = {
  lowercase: 'abcdefghijklmnopqrstuvwxyz',
  uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  numbers: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  space: ' ',
};

/** A password with at least one character of each type that is left, unless that is not asked for. */
export function randomPassword(region: Region, input: GetRandomPasswordRequest): string {
  const {
    PasswordLength: length = 32,
    ExcludeCharacters: excluded = '',
    RequireEachIncludedType: isEach = true,
  } = input;
  if (length < 1 || length > 4096) {
    throw new AwsError('InvalidParameterException', `PasswordLength ${length} is not between 1 and 4096.`);
  }
  const isLeft = (type: keyof typeof TYPES): boolean =>
    ({
      lowercase: input.ExcludeLowercase !== true,
      uppercase: input.ExcludeUppercase !== true,
      numbers: input.ExcludeNumbers !== true,
      punctuation: input.ExcludePunctuation !== true,
      space: input.IncludeSpace === true,
    })[type];
  const alphabets = (Object.keys(TYPES) as (keyof typeof TYPES)[])
    .filter(isLeft)
    .map((type) =>
      TYPES[type]
        .split('')
        .filter((character) => !excluded.includes(character))
        .join(''),
    )
    .filter((alphabet) => alphabet !== '');
  if (alphabets.length === 0 || (isEach && length < alphabets.length)) {
    throw new AwsError('InvalidParameterException', 'There are not enough characters left for such a password.');
  }
  const all = alphabets.join('');
  const password = region.secretsManager.generatePassword(length, '', all).split('');
  if (!isEach) return password.join('');
  // One of each type, each at a place of its own.
  const { random } = region.world;
  const stream = `secretsmanager/${region.name}/passwords`;
  const places = password.map((_, place) => place);
  for (const alphabet of alphabets) {
    const [place = 0] = places.splice(Math.floor(random.next(stream) * places.length), 1);
    password[place] = region.secretsManager.generatePassword(1, '', alphabet);
  }
  return password.join('');
}
