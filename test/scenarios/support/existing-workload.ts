import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configuredWorkload } from '../../../cli/rehearsed';
import { parseConfig } from '../../../infra/config/parse';
import { existingWorkload, nameAhead } from '../../../rehearsal/workload/existing';
import type { RehearsedWorkload } from '../../../rehearsal/workload/workload';
import { readWorkloadFile } from '../../../rehearsal/workload/workload-file';
import type { World } from '../../../simulator/world';

const FOLDER = join(__dirname, '..', 'existing-workload');

export interface Existing {
  readonly config: Readonly<Record<string, unknown>>;
  readonly workload: RehearsedWorkload;
}

/** A team that has the workload already, in a world of seed 1: its configuration, and what stands there. */
export async function existing(database: 'snapshot' | 'global' = 'snapshot'): Promise<Existing> {
  const config = configOf(database);
  const configured = configuredWorkload(parseConfig(config));
  if (configured === undefined) throw new Error('The configuration is that of the reference workload.');
  const file = readWorkloadFile(join(FOLDER, database === 'global' ? 'workload-global.json' : 'workload.json'), [
    'us-east-1',
    'us-west-2',
  ]);
  const names = await nameAhead(file, configured, 1);
  return {
    config: { ...config, workload: { ...config['workload'], ...names } },
    workload: existingWorkload(file, { ...configured, ...names }),
  };
}

/** Asks as a user does, through the public name. */
export async function request(world: World, method: 'GET' | 'POST', path: string, body?: unknown) {
  const origin = { name: 'client:test', resolver: world.network.createResolver() };
  const sent = world.network.send(
    {
      method,
      url: `https://app.example.com${path}`,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
    },
    origin,
  );
  const response = await world.scheduler.runToEnd(sent);
  const answer: unknown = JSON.parse(new TextDecoder().decode(response.body));
  return { status: response.status, answer };
}

type ConfigFile = Readonly<Record<string, unknown>> & { readonly workload: Readonly<Record<string, unknown>> };

/** RDS manages no password in a global database: there the team has one of its own. */
function configOf(database: 'snapshot' | 'global'): ConfigFile {
  const config = JSON.parse(readFileSync(join(FOLDER, 'config.json'), 'utf8')) as ConfigFile;
  if (database === 'snapshot') return config;
  const secretArn = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/database-Kx7wQz';
  return { ...config, database, workload: { ...config.workload, secretArn, standbySecretArn: undefined } };
}
