import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onStageClosed } from '../../rehearsal/stage/stage-closed';

/**
 * In every test file: writes down which actions the deployed roles were granted, which they used and which they were
 * denied, on every stage that the file closes. The reporter beside this compares them when all files have run.
 */
const seen = { granted: new Set<string>(), used: new Set<string>(), denied: new Set<string>() };

onStageClosed(({ world: { iam } }) => {
  for (const { arn, roleName, inline } of iam.roles.all) {
    const role = deployedRole(roleName);
    if (role === undefined) continue;
    const allowed = [...inline.values()]
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect }) => Effect === 'Allow');
    for (const action of allowed.flatMap(({ Action = [] }) => Action)) seen.granted.add(`${role} ${action}`);
    const usage = iam.usage.of(arn);
    for (const { action } of usage.allowed) seen.used.add(`${role} ${action}`);
    for (const { action } of usage.denied) seen.denied.add(`${role} ${action}`);
  }
  write();
});

/** After every stage: the hook that closes the last one may be the last of the file. */
function write(): void {
  const run = process.env['PILOT_LIGHT_TEST_RUN'];
  if (run === undefined || seen.granted.size === 0) return;
  const directory = join(run, 'permissions');
  mkdirSync(directory, { recursive: true });
  const name = (expect.getState().testPath ?? '').replace(/\W+/g, '-');
  const lists = Object.fromEntries(Object.entries(seen).map(([kind, entries]) => [kind, [...entries].sort()]));
  writeFileSync(join(directory, `${name}.json`), JSON.stringify(lists));
}

/**
 * A role of our templates by the logical id that its generated name holds, or by its own name: the same in every world.
 * Undefined for the roles that tests make up, and for those of a workload with another name, of which CloudFormation cuts
 * the ids at another place.
 */
function deployedRole(roleName: string): string | undefined {
  const generated = /^PilotLight[A-Z][a-z]+-(\w+?)(?:[0-9A-F]{2,8})?-\w{12}$/.exec(roleName);
  if (generated !== null) return generated[1];
  return /^pilot-light-(workload|activation|backup)-/.test(roleName) ? roleName : undefined;
}
