import { closeWorld } from '../../simulator/support/aurora-world';
import { FAILOVER_ID } from '../rds-facts';
import { restore } from './run-functions';
import { SimulatedRds } from './simulated-rds';

let simulated: SimulatedRds;
afterEach(() => closeWorld(simulated.world));

test.each([false, true])(
  'a restored cluster that shows the managed secret of its source (%s) is published with the secret of this region',
  async (isShown) => {
    simulated = await SimulatedRds.open();
    simulated.rds.showsSecretOfSource = isShown;
    const outcome = await restore(simulated, { failoverId: FAILOVER_ID, mode: 'failover' });
    expect(outcome).toMatchObject({ kind: 'ready' });
    expect(simulated.parameters.get('/secret-arn')).toBe('arn:pilot-light/application');
    expect(simulated.clusters.map(({ masterSecret }) => masterSecret)).toEqual([undefined]);
  },
);
