import members from './enum-members.json';
import { enumNamed } from './clients';

/** By signing name, `SHAPE.MEMBER` and the enumeration that its client exports: what the runtime schemas leave out. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = members;

/** The values that the member of a structure may have; `undefined` where it has no enumeration. */
export function enumValues(signingName: string, member: string): readonly string[] | undefined {
  const ofService = Object.hasOwn(MEMBERS, signingName) ? MEMBERS[signingName] : undefined;
  if (ofService === undefined || !Object.hasOwn(ofService, member)) return undefined;
  return enumNamed(signingName, ofService[member] ?? '');
}
