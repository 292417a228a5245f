import { Trace } from '../../../simulator/kernel/trace';

const note = (detail: string) => ({ kind: 'note' as const, detail });

describe('a trace', () => {
  it('keeps everything, in order, with the virtual time', () => {
    let now = 0;
    const trace = new Trace(() => now);
    trace.record(note('first'));
    now = 1500;
    trace.record(note('second'));
    expect(trace.toJsonLines()).toBe(
      '{"at":"1970-01-01T00:00:00.000Z","kind":"note","detail":"first"}\n' +
        '{"at":"1970-01-01T00:00:01.500Z","kind":"note","detail":"second"}\n',
    );
  });

  it('of a run of months keeps the newest entries only, and tells a listener of all', () => {
    const trace = new Trace(() => 0);
    let heard = 0;
    trace.listen(() => {
      heard += 1;
    });
    trace.keepNewest(100);
    for (let index = 0; index < 10_000; index += 1) trace.record(note(String(index)));
    expect(heard).toBe(10_000);
    expect(trace.entries.length).toBeGreaterThanOrEqual(100);
    expect(trace.entries.length).toBeLessThanOrEqual(200);
    expect(trace.entries.at(-1)).toMatchObject({ detail: '9999' });
  });
});
