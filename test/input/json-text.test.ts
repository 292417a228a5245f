import { parseJson } from '../../input/json-text';

const TEXT = `[
  { "at": "2h10m", "kind": "error" },
  {
    "at": "a, \\"quoted\\": {brace}",
    "nested": { "list": [1,
      2, { "deep": true }] }
  }
]
`;

describe('lineOf', () => {
  test.each([
    [[], 1],
    [[0], 2],
    [[0, 'kind'], 2],
    [[1], 3],
    [[1, 'at'], 4],
    [[1, 'nested', 'list'], 5],
    [[1, 'nested', 'list', 1], 6],
    [[1, 'nested', 'list', 2, 'deep'], 6],
  ])('finds the line of %j', (path, line) => {
    expect(parseJson(TEXT).lineOf(path)).toBe(line);
  });

  test.each([
    [[1, 'missing'], 3],
    [[7], 1],
    [[1, 'nested', 'list', 9], 5],
  ])('names the line of what should hold %j, which is not there', (path, line) => {
    expect(parseJson(TEXT).lineOf(path)).toBe(line);
  });
});
