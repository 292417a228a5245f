import { parseConfig } from '../../../infra/config/parse';
import { complaintAbout, NO_COMPLAINT } from './complaint';

describe('a value of a wrong type', () => {
  const wrong = [null, 7.25, 'no such value!', true, [], [{}], {}, { none: 1 }];
  /** Every setting and section, with an entry of each list that has one by default. */
  const paths = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
    typeof value === 'object' && value !== null
      ? [path, ...Object.entries(value).flatMap(([name, field]) => paths(field, [...path, name]))]
      : [path];
  const settings = paths(parseConfig({})).filter((path) => path.length > 0 && !/^\d$/.test(path.at(-1) ?? ''));

  test.each(settings.map((path) => path.join('.')))('of %s is told in our words', (name) => {
    const path = name.split('.');
    for (const value of wrong) {
      const complaint = complaintAbout(path.reduceRight<unknown>((inner, field) => ({ [field]: inner }), value));
      if (complaint === NO_COMPLAINT) continue;
      for (const line of complaint.split('\n'))
        expect(line).toMatch(
          /^\S+( is (not a setting|missing)| is .+)?: (write|did you mean|the settings of|remove|leave) ?/,
        );
      expect(complaint).not.toMatch(/Invalid|expected|Too (small|big)|Unrecognized|undefined|another value/);
    }
  });
});
