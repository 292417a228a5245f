/** The configurations whose templates are checked one by one: what holds for the default must hold for these. */
export const VARIANTS: Readonly<Record<string, unknown>> = {
  'the reference workload': {},
  'the profile with two dashboards and a reader that follows the writer': { profile: 'standard' },
  'the profile that keeps every copy': { profile: 'strict' },
  'a warm standby': { standby: 'warm' },
  'records instead of a health check': { traffic: { mode: 'records' } },
  'a switch that is asked': { traffic: { switch: 'endpoint' } },
  'a zone of our own with accelerated recovery': {
    zone: { id: 'Z0123456789ABC', create: true, acceleratedRecovery: true },
  },
  'locked vaults and lean copies': {
    backup: { copies: 'lean', vaultLock: { mode: 'compliance', changeableForDays: 3 } },
  },
  'a workload that runs already': {
    workload: {
      kind: 'existing',
      clusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:orders',
      secretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1234',
      standbySecretArn: 'arn:aws:secretsmanager:us-west-2:111111111111:secret:orders/database-Kx7wQz',
      keyArn: 'arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      activationTemplate: 'test/scenarios/existing-workload/activation.template.json',
      activationPermissions: [
        { actions: ['lambda:CreateFunction'], resources: ['arn:aws:lambda:us-west-2:111111111111:function:orders-*'] },
      ],
      healthPaths: ['/health'],
    },
  },
  'another name, account and pair of regions': {
    name: 'shop',
    account: '222222222222',
    primaryRegion: 'eu-central-1',
    standbyRegion: 'eu-west-1',
  },
  'no cache and no distribution': {
    workload: { kind: 'reference', cache: { engine: 'none' }, frontend: { cdn: false } },
  },
  'a cache in both regions': { workload: { kind: 'reference', cache: { engine: 'redis', standby: 'always' } } },
  'a global database': { database: 'global' },
  'a global database whose replica has an instance': { database: 'global', cluster: { replica: 'instance' } },
};
