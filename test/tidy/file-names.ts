import type { Problems, SourceFile } from './tree';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const CAPITALS = /^[A-Z]+([_-][A-Z]+)*(\.md)?$/;
/** `functions/restoreAurora`, and the folder of its tests. */
const FUNCTION_FOLDER = /^(test\/)?functions\/[a-z]+([A-Z0-9][a-z0-9]*)*\//;

/** File names are kebab-case, pages of documentation in capitals, folders of functions as the functions are named. */
export function checkFileNames(files: readonly SourceFile[]): Problems {
  return files.flatMap(({ path }) => {
    const parts = path.replace(FUNCTION_FOLDER, '').split('/');
    const wrong = parts.filter((part) => !part.startsWith('.') && !KEBAB.test(part) && !CAPITALS.test(part));
    return wrong.length === 0 ? [] : [`${path}: write ${wrong.join(' and ')} in kebab-case`];
  });
}
