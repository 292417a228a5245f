import { clusterIdentifierOf, failoverRun, validationRun, writerIdentifierOf } from '../../../functions/shared/names';

test('the same failover and recovery point always give the same cluster, another recovery point another', () => {
  const of = (arn: string) => clusterIdentifierOf(failoverRun('pilot-light', '20261122-030000'), arn);
  expect(of('arn:a')).toBe(of('arn:a'));
  expect(of('arn:a')).not.toBe(of('arn:b'));
});

test('the longest names that are allowed still make identifiers that RDS takes', () => {
  for (const run of [failoverRun('a'.repeat(20), 'f'.repeat(20)), validationRun('a'.repeat(20), 'f'.repeat(15))]) {
    const writer = writerIdentifierOf(clusterIdentifierOf(run, 'arn:a'));
    expect(writer.length).toBeLessThanOrEqual(63);
    expect(writer).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  }
});
