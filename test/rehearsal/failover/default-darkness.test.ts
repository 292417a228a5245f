import { defaultDarkAtMs } from '../../../rehearsal/failover/default-darkness';
import { readDurations } from '../../../simulator/kernel/durations';
import { Random } from '../../../simulator/kernel/random';

test.each([
  ['default', 130],
  ['fast', 130],
  ['slow', 380],
])(
  'with %s durations the primary goes dark after %d minutes: a backup with the tables has been copied',
  (choice, minutes) => {
    expect(defaultDarkAtMs(readDurations(choice, new Random(1)))).toBe(minutes * 60_000);
  },
);
