import { clusterIdentifierOf, writerIdentifierOf } from '../../../functions/shared/names';

test('the same failover and recovery point always give the same cluster, another recovery point another', () => {
  const of = (arn: string) => clusterIdentifierOf('pilot-light', '20261122-030000', arn);
  expect(of('arn:a')).toBe(of('arn:a'));
  expect(of('arn:a')).not.toBe(of('arn:b'));
});

test('the longest names that are allowed still make identifiers that RDS takes', () => {
  const writer = writerIdentifierOf(clusterIdentifierOf('a'.repeat(20), 'f'.repeat(20), 'arn:a'));
  expect(writer.length).toBeLessThanOrEqual(63);
  expect(writer).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
});
