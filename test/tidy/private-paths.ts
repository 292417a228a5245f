import { piecesOf } from './pieces';
import { isCode, type Problems, type SourceFile, topFolder } from './tree';

/** What is only on the machine of whoever works on the project, or only in the project's history. */
const PRIVATE: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /(?<![\w./])(\.\.\/)+shared(?!(\/[\w-]+){1,2}['"]$)/m, what: 'a folder beside the project' },
  { pattern: /(?<![\w.])\/(work|tmp|home(?!\/sbx_user)|root|Users)\/\w{2}/, what: "a path of one person's machine" },
  { pattern: /\bissues? #?\d+/i, what: 'the number of an issue: say what it is about' },
];

/** No document, comment or text of the product names what its reader does not have. */
export function checkPrivatePaths(files: readonly SourceFile[]): Problems {
  return files
    .filter(({ path }) => topFolder(path) !== 'test')
    .flatMap(({ path, text }) => {
      const texts = isCode(path) ? piecesOf(text).filter(({ kind }) => kind !== 'code') : [{ text, line: 1 }];
      return texts.flatMap(({ text: piece, line }) =>
        PRIVATE.flatMap(({ pattern, what }) => {
          const found = pattern.exec(piece);
          if (found === null) return [];
          const at = line + piece.slice(0, found.index).split('\n').length - 1;
          return [`${path}:${at} names ${what} (${found[0].trim()})`];
        }),
      );
    });
}
