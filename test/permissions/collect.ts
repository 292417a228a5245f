import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Iam } from '../../simulator/services/iam/iam';
import { parsePolicy } from '../../simulator/iam/policy';
import { Usage } from '../../simulator/iam/usage';

/**
 * In every test file: writes down which actions the deployed roles were granted, which they used and which they were
 * denied, in whatever worlds the file made. The reporter beside this compares them when all files have run.
 */
const seen = { granted: new Set<string>(), used: new Set<string>(), denied: new Set<string>() };

const putRolePolicy: Iam['putRolePolicy'] = Reflect.get(Iam.prototype, 'putRolePolicy');
const record: Usage['record'] = Reflect.get(Usage.prototype, 'record');

Iam.prototype.putRolePolicy = function (roleName, policyName, document) {
  const role = deployedRole(roleName);
  if (role !== undefined) {
    const allowed = parsePolicy(policyName, document).Statement.filter(({ Effect }) => Effect === 'Allow');
    for (const action of allowed.flatMap(({ Action = [] }) => Action)) seen.granted.add(`${role} ${action}`);
  }
  putRolePolicy.call(this, roleName, policyName, document);
};

Usage.prototype.record = function (roleArn, access, decision) {
  const role = deployedRole(roleArn.slice(roleArn.lastIndexOf('/') + 1));
  if (role !== undefined) seen[decision === 'allowed' ? 'used' : 'denied'].add(`${role} ${access.action}`);
  record.call(this, roleArn, access, decision);
};

afterAll(() => {
  const run = process.env['PILOT_LIGHT_TEST_RUN'];
  if (run === undefined || seen.granted.size === 0) return;
  const directory = join(run, 'permissions');
  mkdirSync(directory, { recursive: true });
  const name = (expect.getState().testPath ?? '').replace(/\W+/g, '-');
  const lists = Object.fromEntries(Object.entries(seen).map(([kind, entries]) => [kind, [...entries].sort()]));
  writeFileSync(join(directory, `${name}.json`), JSON.stringify(lists));
});

/**
 * A role of our templates by the logical id that its generated name holds, or by its own name: the same in every world.
 * Undefined for the roles that tests make up.
 */
function deployedRole(roleName: string): string | undefined {
  const generated = /^PilotLight\w*-(\w+?)(?:[0-9A-F]{2,8})?-\w{12}$/.exec(roleName);
  if (generated !== null) return generated[1];
  return /^pilot-light-(workload|activation|backup)-/.test(roleName) ? roleName : undefined;
}
