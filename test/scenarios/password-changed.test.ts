import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ModifyDBClusterCommand } from '@aws-sdk/client-rds';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { DRILL, FailoverStage } from './support/failover-stage';

const PRIMARY = 'us-east-1';
let stage: FailoverStage;
afterEach(() => stage.close());

/** As the runbook has it, "Changing a password". */
async function changePassword(name: string, username: string): Promise<void> {
  const { operator } = stage;
  const SecretString = JSON.stringify({ username, password: `another-one-of-${username}` });
  const put = new PutSecretValueCommand({ SecretId: `pilot-light/${name}`, SecretString });
  await operator.secretsManager(PRIMARY).send(put);
  if (name === 'database') {
    const modify = new ModifyDBClusterCommand({
      DBClusterIdentifier: 'pilot-light-primary',
      MasterUserPassword: `another-one-of-${username}`,
    });
    await operator.rds(PRIMARY).send(modify);
    return;
  }
  const invoke = new InvokeCommand({ FunctionName: 'pilot-light-ensureRoles' });
  const { Payload } = await operator.lambda(PRIMARY).send(invoke);
  expect(Payload?.transformToString()).toContain(`{"role":"${username}","did":"changed"}`);
}

it('a drill after every password was changed restores a backup with the old ones, and passes', async () => {
  stage = await FailoverStage.bringUp({ rows: 'postgres', darkAt: null });
  const before = stage.primary.secretsManager.get('pilot-light/application').value;
  await changePassword('application', 'application');
  await changePassword('reader', 'pilot_light_reader');
  await changePassword('database', 'postgres');
  expect(stage.standby.secretsManager.get('pilot-light/application').value).not.toBe(before);

  const ending = await stage.run(DRILL);

  expect(ending.status).toBe('SUCCEEDED');
  expect(ending.evidence?.checks.filter(({ passed }) => !passed)).toEqual([]);
  // What nobody may read later.
  expect(JSON.stringify([ending.evidence, ending.inbox])).not.toContain('another-one-of-');
});
