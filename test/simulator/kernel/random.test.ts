import { Random } from '../../../simulator/kernel/random';

it('draws the same from a stream, whatever is drawn from others in between', () => {
  const [quiet, busy] = [new Random(7), new Random(7)];
  const alone = [quiet.next('a'), quiet.next('a')];
  const first = busy.next('a');
  busy.hex('b', 100);
  expect([first, busy.next('a')]).toEqual(alone);
});

it('draws differently for another seed and another stream', () => {
  const random = new Random(7);
  expect(new Random(8).next('a')).not.toBe(new Random(7).next('a'));
  expect(random.next('a')).not.toBe(random.next('b'));
});

it('stays within [0, 1) and spreads over it', () => {
  const random = new Random(1);
  const draws = Array.from({ length: 10_000 }, () => random.next('a'));
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
});

it('draws what it has always drawn: a seed that was written down gives its run again', () => {
  const random = new Random(1);
  expect(random.uuid('a')).toBe('2652a3ef-5559-4e57-8cdc-ead567ebdf6a');
  expect(random.hex('b', 40)).toBe('af368c7ccda5ff6bed9816463a5315ed812ffbc5');
  expect(random.next('c')).toBe(0.7828735038638115);
  expect(Buffer.from(random.bytes('d', 16)).toString('hex')).toBe('8205bb738718862340b4cf3a3571003a');
});

it('makes identifiers of the right shape', () => {
  const random = new Random(1);
  expect(random.uuid('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(random.hex('a', 6)).toMatch(/^[0-9a-f]{6}$/);
  expect(random.bytes('a', 16)).toHaveLength(16);
});
