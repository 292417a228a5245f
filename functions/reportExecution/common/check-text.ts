import { plainText } from '../../shared/plain-text';

/** A check that failed. Its name says what should be, so it is quoted: nobody is to read it as what is. */
export function checkText({ name, detail }: { readonly name: string; readonly detail: string }): string {
  return `“${name}”: ${plainText(detail)}`;
}
