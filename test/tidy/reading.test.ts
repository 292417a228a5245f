import { importsOf } from './imports';
import { linesOfCode } from './lines';
import { piecesOf } from './pieces';
import { tree } from './small-tree';

describe('reading sources', () => {
  test.each([
    ["const a = 'it\\'s'; // it's", ['code', 'string', 'code', 'comment']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ['`a ${b({ c: `d` })} e`', ['template', 'code', 'template', 'code', 'template']],
    ["text.replace(/['/]/g, '')", ['code', 'regex', 'code', 'string', 'code']],
    ['a / b / c', ['code']],
  ])('%s', (text, kinds) => {
    const pieces = piecesOf(text);
    expect(pieces.map(({ kind }) => kind)).toEqual(kinds);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });

  test('finds imports of every kind, and none in a text or a comment', () => {
    const text = [
      "import type { A } from './a';",
      "import { type B, c } from './b';",
      "import './c';",
      "export * from './d';",
      "const e = await import('./e');",
      "const f = require('./f');",
      "jest.mock('./g');",
      '// import x from "./not";',
      'const text = `import y from "./not"`;',
    ].join('\n');
    const found = importsOf(tree({ 'x/from.ts': text, 'x/a.ts': '', 'x/g.ts': '' }));
    expect(found.map(({ specifier }) => specifier)).toEqual(['./a', './b', './c', './d', './e', './f', './g']);
    expect(found.filter(({ isType }) => isType).map(({ specifier }) => specifier)).toEqual(['./a']);
    expect(found.flatMap(({ to }) => to ?? [])).toEqual(['x/a.ts', 'x/g.ts']);
  });

  test('counts lines of code', () => {
    expect(linesOfCode('// why\n\nconst a = `x\ny`; // 1 and 2\n/* no\nno */\nb();\n')).toBe(3);
  });
});
