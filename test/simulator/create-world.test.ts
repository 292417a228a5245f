import { createWorld, faultNames } from '../../simulator/create-world';
import type { FaultRule } from '../../simulator/kernel/faults';

const REGIONS = ['us-east-1', 'us-west-2'];

function worldWith(faults: readonly FaultRule[]) {
  return createWorld({ seed: 1, startMs: 0, accountId: '111111111111', regions: REGIONS, faults });
}

const error = { at: 0, kind: 'error', probability: 1 } as const;

it('refuses a fault that would match nothing, by its place and its name', () => {
  expect(() => worldWith([error, { ...error, service: 'stepfunctions', region: 'mars' }])).toThrow(
    /^faults\[1\]\.region is "mars": there is no such region here\. .*; faults\[1\]\.service is "stepfunctions": .* write "states"/,
  );
});

it('takes a fault of every service, in each region where it answers', () => {
  const { services } = faultNames(REGIONS);
  const faults = [...services].flatMap(([service, { regions, operations }]) =>
    regions.map((region) => ({ ...error, service, region, operation: operations[0] })),
  );
  expect(faults.length).toBeGreaterThan(20);
  expect(worldWith(faults).faults.report()).toHaveLength(faults.length);
});
