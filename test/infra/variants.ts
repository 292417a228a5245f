/** The configurations whose templates are checked one by one: what holds for the default must hold for these. */
export const VARIANTS: Readonly<Record<string, unknown>> = {
  'the reference workload': {},
  'records instead of a health check': { traffic: { mode: 'records' } },
  'another name, account and pair of regions': {
    name: 'shop',
    account: '222222222222',
    primaryRegion: 'eu-central-1',
    standbyRegion: 'eu-west-1',
  },
  'no cache and no distribution': { cache: { engine: 'none' }, frontend: { cdn: false } },
  'a cache in both regions': { cache: { engine: 'redis', standby: 'always' } },
  'a global database': { database: 'global' },
  'a global database whose replica has an instance': { database: 'global', cluster: { replica: 'instance' } },
};
