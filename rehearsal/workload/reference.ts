import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { AssemblyStack } from '../../assembly/read-assembly';
import { readRelease } from '../../assembly/read-release';
import type { Estate } from '../stage/estate';
import { Operator } from '../stage/operator';
import { RehearsalOptionsError } from '../stage/options';
import { applySchema } from '../stage/sql';
import type { RehearsedWorkload } from './workload';

const FOLDER = join(__dirname, '..', '..', 'workload');
const FRONTEND = join(FOLDER, 'frontend');
export const REFERENCE_SCHEMA = join(FOLDER, 'schema.sql');

/** The workload that our own stacks make: its code comes with them, its tables and its files are put in after. */
export const REFERENCE_WORKLOAD: RehearsedWorkload = {
  client: {
    method: 'POST',
    path: '/heartbeats',
    body: { clientId: '{client}', sequence: '{sequence}', sentAt: '{time}' },
    everySeconds: 60,
  },
  heartbeat: { table: 'public.heartbeats', column: 'recorded_at' },
  get release() {
    return readRelease(FRONTEND);
  },
  async standUp(_, assembly) {
    requireReference(assembly);
  },
  async fill(world, estate) {
    const operator = new Operator(world);
    const database = { clusterIdentifier: estate.ClusterIdentifier, secretName: estate.MasterSecretName };
    await applySchema(operator, world.region(estate.primaryRegion), database, REFERENCE_SCHEMA);
    await ensureRoles(operator, estate);
    await publishFrontend(operator, estate);
  },
};

/** Another workload's own stacks are nowhere in the assembly, so there would be nothing to fail over. */
function requireReference(assembly: readonly AssemblyStack[]): void {
  const states = (name: string) =>
    assembly.some(({ template }) => JSON.stringify(template['Outputs'] ?? {}).includes(name));
  if (states('"FrontendBucketName"')) return;
  throw new RehearsalOptionsError(
    'The configuration has the workload.kind "existing", and its stacks do not make that workload. Write what does into ' +
      'a file, and give it with --workload FILE (docs/PILOT_LIGHT_IMPLEMENTATION.md, "Rehearsing a workload of yours")',
  );
}

/** As `aws s3 sync` guesses them. */
const CONTENT_TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.json': 'application/json' };

async function ensureRoles(operator: Operator, estate: Estate): Promise<void> {
  const FunctionName = estate.EnsureRolesFunctionName;
  const { FunctionError, Payload } = await operator
    .lambda(estate.primaryRegion)
    .send(new InvokeCommand({ FunctionName }));
  if (FunctionError !== undefined) throw new Error(`${FunctionName}: ${Payload?.transformToString() ?? FunctionError}`);
}

async function publishFrontend(operator: Operator, estate: Estate): Promise<void> {
  const { FrontendBucketName: Bucket } = estate;
  const s3 = operator.s3(estate.primaryRegion);
  for (const name of readdirSync(FRONTEND).sort()) {
    const Body = readFileSync(join(FRONTEND, name));
    const ContentType = CONTENT_TYPES[extname(name)];
    await s3.send(new PutObjectCommand({ Bucket, Key: name, Body, ContentType }));
  }
}
