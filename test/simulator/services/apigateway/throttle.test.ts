import { Throttle } from '../../../../simulator/services/apigateway/throttle';

test('a burst is taken at once, and then as many as the rate lets', () => {
  const throttle = new Throttle({ requestsPerSecond: 10, burst: 3 }, 0);
  const taken = (nowMs: number, count: number) =>
    Array.from({ length: count }, () => throttle.takes(nowMs)).filter(Boolean).length;
  expect(taken(0, 5)).toBe(3);
  expect(taken(99, 1)).toBe(0);
  expect(taken(200, 5)).toBe(2);
  expect(taken(3_600_000, 10)).toBe(3);
});
