import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import { zipSync } from 'fflate';
import * as z from 'zod';
import type { AssemblyStack } from '../../../assembly/read-assembly';
import { bundle, bundleOf } from '../../../infra/bundle';
import { createWorld } from '../../../simulator/create-world';
import { closeDataStoreOf } from '../../../simulator/data/store-of-world';
import { deployEstate } from '../../../simulator/rehearsal/bring-up';
import type { Estate } from '../../../simulator/rehearsal/estate';
import { Operator } from '../../../simulator/rehearsal/operator';
import { VIRTUAL_START_MS } from '../../../simulator/rehearsal/options';
import type { World } from '../../../simulator/world';

const FOLDER = join(__dirname, '..', 'existing-workload');
const ZONE = { id: 'Z0PILOTLIGHT00', name: 'example.com' };
const ACCOUNT = '111111111111';
const PRIMARY = 'us-east-1';
const STANDBY = 'us-west-2';
/** Each region's name, as the team's records have it. */
const REGIONAL_NAMES = { [PRIMARY]: 'api-primary.example.com', [STANDBY]: 'api-standby.example.com' } as const;

/** As in the configuration. */
type Database = 'snapshot' | 'global';

const Outputs = z.object({ ClusterArn: z.string(), SecretArn: z.string(), KeyArn: z.string() });

/**
 * The configuration of a team that has the workload already. What AWS named, the team looks up: here in a world of the
 * same seed, which names things the same.
 */
export async function existingConfig(database: Database = 'snapshot'): Promise<Readonly<Record<string, unknown>>> {
  const world = createWorld({ seed: 1, startMs: VIRTUAL_START_MS, accountId: ACCOUNT, regions: [PRIMARY, STANDBY] });
  try {
    const { ClusterArn, SecretArn, KeyArn } = await world.scheduler.runToEnd(deployOrders(world, database));
    const functionArn = `arn:aws:lambda:${STANDBY}:${ACCOUNT}:function:orders-api`;
    return {
      database,
      cluster: { databaseName: 'orders' },
      workload: {
        kind: 'existing',
        clusterArn: ClusterArn,
        secretArn: SecretArn,
        keyArn: KeyArn,
        activationTemplate: 'test/scenarios/existing-workload/activation.template.json',
        activationPermissions: [
          {
            actions: [
              'lambda:AddPermission',
              'lambda:CreateFunction',
              'lambda:DeleteFunction',
              'lambda:GetFunction',
              'lambda:RemovePermission',
              'lambda:TagResource',
            ],
            resources: [functionArn],
          },
          { actions: ['iam:PassRole'], resources: [`arn:aws:iam::${ACCOUNT}:role/orders-${STANDBY}`] },
          { actions: ['s3:GetObject'], resources: [`arn:aws:s3:::orders-code-${STANDBY}/*`] },
          {
            actions: ['apigateway:GET', 'apigateway:POST', 'apigateway:DELETE'],
            resources: ['integrations', 'routes'].flatMap((part) =>
              ['', '/*'].map((rest) => `arn:aws:apigateway:${STANDBY}::/apis/*/${part}${rest}`),
            ),
          },
        ],
        healthPaths: ['/status'],
      },
    };
  } finally {
    await world.scheduler.runToEnd(closeDataStoreOf(world));
  }
}

/** The team's own stacks, long there; then what protects them. */
export async function bringUpExisting(world: World, assembly: readonly AssemblyStack[]): Promise<Estate> {
  const isGlobal = assembly.some(({ name }) => name === 'PilotLightReplica');
  await world.scheduler.runToEnd(deployOrders(world, isGlobal ? 'global' : 'snapshot'));
  const estate = await deployEstate(world, assembly, null);
  for (const sql of ['create table orders (number bigint primary key, placed_at timestamptz not null)', ...READER]) {
    await runSql(world, sql);
  }
  return estate;
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

/** What a validation and the hourly manifest read as: the one thing that a team adds to its database. */
const READER = [
  'create role pilot_light_reader nologin',
  'grant pilot_light_reader to current_user',
  'grant select on all tables in schema public to pilot_light_reader',
];

async function runSql(world: World, sql: string): Promise<void> {
  const { ssm } = world.region(PRIMARY);
  const [resourceArn, secretArn] = ['/orders/cluster-arn', '/orders/secret-arn'].map((name) => ssm.find(name)?.value);
  const target = { resourceArn, secretArn, database: 'orders' };
  await new Operator(world).rdsData(PRIMARY).send(new ExecuteStatementCommand({ ...target, sql }));
}

async function deployOrders(world: World, kind: Database): Promise<z.output<typeof Outputs>> {
  world.route53.putZone(ZONE);
  const entry = 'test/scenarios/existing-workload/handler.ts';
  const handler = readFileSync(join(bundleOf(bundle([entry]), entry), 'index.js'));
  const code = zipSync({ 'index.js': [handler, { mtime: new Date(1980, 0, 1) }] });
  const database = Outputs.parse(
    await deploy(world, PRIMARY, 'OrdersDatabase', 'primary', {
      ReplicaRegion: kind === 'global' ? STANDBY : '',
    }),
  );
  for (const region of [PRIMARY, STANDBY] as const) {
    const { s3 } = world.region(region);
    s3.createBucket(`orders-code-${region}`);
    s3.putObject(`orders-code-${region}`, 'orders.zip', code);
    const isPrimary = region === PRIMARY;
    await deploy(world, region, 'OrdersApi', 'region', {
      RegionalName: REGIONAL_NAMES[region],
      PublicName: 'app.example.com',
      HostedZoneId: ZONE.id,
      // What is restored is named by Pilot Light.
      ClusterArn: isPrimary ? database.ClusterArn : `arn:aws:rds:${region}:${ACCOUNT}:cluster:pilot-light-*`,
      SecretArn: isPrimary
        ? database.SecretArn
        : `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:${kind === 'global' ? 'orders/database' : 'rds!cluster'}-*`,
    });
  }
  await deploy(world, PRIMARY, 'OrdersService', 'activation', {
    RoleName: `orders-${PRIMARY}`,
    ClusterParameter: '/orders/cluster-arn',
    SecretParameter: '/orders/secret-arn',
  });
  return database;
}

async function deploy(
  world: World,
  region: string,
  stackName: string,
  file: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const template: Record<string, unknown> = JSON.parse(readFileSync(join(FOLDER, `${file}.template.json`), 'utf8'));
  const { outputs } = await world.region(region).cloudFormation.deployStack({
    stackName,
    template,
    parameters,
    tags: {},
    caller: { kind: 'operator' },
    terminationProtection: false,
  });
  return outputs;
}
