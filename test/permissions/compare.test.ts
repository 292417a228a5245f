import unused from './unused.json';

const { compare } = require('./compare.js') as {
  compare: (
    collected: Readonly<Record<'granted' | 'used' | 'denied', readonly string[]>>,
    exceptions: readonly { readonly role: string; readonly actions: readonly string[] }[],
  ) => { readonly complaints: readonly string[]; readonly notes: readonly string[] };
};

const granted = ['Reader s3:GetObject', 'Writer s3:PutObject'];

test('all is well when what was granted was used, and nothing denied', () => {
  expect(compare({ granted, used: granted, denied: [] }, [])).toEqual({ complaints: [], notes: [] });
});

test('an action that one role used is not used by the other', () => {
  const used = ['Reader s3:GetObject', 'Reader s3:PutObject'];
  const { complaints } = compare({ granted, used, denied: [] }, []);
  expect(complaints).toEqual([expect.stringMatching(/^granted and never used: Writer s3:PutObject\./)]);
});

test('an exception covers what it names, and is noted when it covers nothing', () => {
  const used = ['Reader s3:GetObject'];
  const exceptions = [{ role: 'Wri*', actions: ['s3:PutObject', 's3:DeleteObject'] }];
  const { complaints, notes } = compare({ granted, used, denied: [] }, exceptions);
  expect(complaints).toEqual([]);
  expect(notes).toEqual([expect.stringMatching(/Wri\* s3:DeleteObject\./)]);
});

test('what was denied is a complaint, whatever was granted', () => {
  expect(compare({ granted, used: granted, denied: ['Reader s3:PutObject'] }, []).complaints).toEqual([
    'denied: Reader s3:PutObject',
  ]);
});

test('every exception says why', () => {
  for (const { reason } of unused) expect(reason.length).toBeGreaterThan(60);
});
