import { Scheduler } from '../../../simulator/kernel/scheduler';

const START = Date.parse('2026-11-24T10:00:00Z');

function scheduler() {
  return new Scheduler(START);
}

it('fires timers by due time, and those of one instant in the order in which they were set', async () => {
  const clock = scheduler();
  const fired: string[] = [];
  clock.after(20, () => void fired.push(`c@${clock.now() - START}`));
  clock.after(10, () => void fired.push(`a@${clock.now() - START}`));
  clock.after(10, () => void fired.push(`b@${clock.now() - START}`));
  await expect(clock.run(() => false)).resolves.toBe('idle');
  expect(fired).toEqual(['a@10', 'b@10', 'c@20']);
});

it('lets everything that a timer set off run before the next timer fires', async () => {
  const clock = scheduler();
  const seen: string[] = [];
  clock.after(1, async () => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    await new Promise((resolve) => {
      process.nextTick(resolve);
    });
    seen.push(`first at ${clock.now() - START}`);
  });
  clock.after(2, () => void seen.push('second'));
  await clock.run(() => false);
  expect(seen).toEqual(['first at 1', 'second']);
});

it('stands still during real input and output, which happens one at a time and in order', async () => {
  const clock = scheduler();
  const seen: string[] = [];
  const slow = (name: string, turns: number) =>
    clock.io(async () => {
      seen.push(`${name} begins`);
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      seen.push(`${name} ends at ${clock.now() - START}`);
    });
  clock.after(5, async () => {
    await Promise.all([slow('a', 20), slow('b', 1)]);
  });
  clock.after(6, () => void seen.push('timer'));
  await clock.run(() => false);
  expect(seen).toEqual(['a begins', 'a ends at 5', 'b begins', 'b ends at 5', 'timer']);
});

it('passes over a timer that was cancelled', async () => {
  const clock = scheduler();
  const fired: number[] = [];
  const timer = clock.after(10, () => void fired.push(1));
  clock.after(5, () => {
    timer.cancel();
  });
  await clock.run(() => false);
  expect(fired).toEqual([]);
  expect(clock.now() - START).toBe(5);
});

it('stops at the deadline, with later timers still to come', async () => {
  const clock = scheduler();
  const fired: number[] = [];
  clock.after(100, () => void fired.push(1));
  await expect(clock.run(() => false, START + 99)).resolves.toBe('deadline');
  expect(clock.now() - START).toBe(99);
  await clock.runUntil(START + 100);
  expect(fired).toEqual([1]);
});

it('returns what a promise in virtual time settled with', async () => {
  const clock = scheduler();
  await expect(clock.runToEnd(clock.sleep(3_600_000).then(() => 'restored'))).resolves.toBe('restored');
  expect(clock.now() - START).toBe(3_600_000);
  await expect(clock.runToEnd(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
});

it('says so when something is awaited that will never come', async () => {
  await expect(scheduler().runToEnd(new Promise(() => undefined))).rejects.toThrow('a response was never sent');
});

it('ends with the error of whatever ran unobserved', async () => {
  const clock = scheduler();
  clock.after(1, () => Promise.reject(new Error('a defect')));
  clock.after(2, () => undefined);
  await expect(clock.run(() => false)).rejects.toThrow('a defect');
});

it('does not stop for timers that were cancelled', async () => {
  const clock = scheduler();
  const fired: number[] = [];
  for (let index = 0; index < 1000; index += 1) clock.after(index, () => void fired.push(index)).cancel();
  clock.after(5000, () => void fired.push(5000));
  let looked = 0;
  await clock.run(() => {
    looked += 1;
    return false;
  });
  expect(fired).toEqual([5000]);
  expect(looked).toBeLessThan(5);
});
