import { judge } from '../../../functions/readiness/decide';
import type { Facts } from '../../../functions/readiness/facts';
import { factsWith, POLICY, read } from './facts';

/* AWS Backup answers alike for a vault that is not there and one that may not be read: both are said, each with its fix. */

const WHICH =
  'Put it back; or, where aws backup list-backup-vaults --region us-west-2 lists it, let the role read it ' +
  '(npx cdk deploy PilotLightRecovery --revert-drift). Then wait for the next copy: ' +
  'npx cdk deploy PilotLightStandby --revert-drift';

test.each<readonly [string, Partial<Facts>, string]>([
  ['vault', { vault: read(undefined) }, ''],
  ['recovery-point', { recoveryPoints: read(undefined) }, 'no recovery point can be restored: '],
])('the check %s is not ready', (check, facts, so) => {
  expect(judge(factsWith(facts), POLICY).find(({ name }) => name === check)).toEqual({
    name: check,
    state: 'not-ready',
    detail: `${so}us-west-2 has no vault pilot-light-standby, or the role may not read it`,
    fix: WHICH,
  });
});
