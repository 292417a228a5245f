import { fieldsOf, quoteLiteral, rowTextSql, settingsSql } from '../../../functions/shared/row-text';

test.each([
  ['(7,)', ['7', null]],
  ['()', [null]],
  ['("")', ['']],
  ['(1,"a ""b"" \\\\ c, (d)",t)', ['1', 'a "b" \\ c, (d)', 't']],
  ['("{""a"": 1}","(1,""x"")",)', ['{"a": 1}', '(1,"x")', null]],
  ['("two\nlines",x)', ['two\nlines', 'x']],
])('the fields of %s', (row, fields) => {
  expect(fieldsOf(row)).toEqual(fields);
});

test('names and texts are quoted', () => {
  expect(rowTextSql('t', ['id', 'odd "name"'])).toBe('ROW(t."id", t."odd ""name""")::text');
  expect(quoteLiteral("it's \\")).toBe("'it''s \\'");
  expect(settingsSql({ a: 'x', b: "y'" })).toBe("select set_config('a', 'x', true), set_config('b', 'y''', true)");
});
