import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type * as ssm from '@aws-sdk/client-ssm';
import { zipSync } from 'fflate';
import { Iam } from '../../../../simulator/services/iam/iam';
import { type FaultRule, Faults } from '../../../../simulator/kernel/faults';
import { Network } from '../../../../simulator/network/network';
import { AwsError, type Operations } from '../../../../simulator/service';
import { ApiGateway } from '../../../../simulator/services/apigateway/api-gateway';
import { CloudWatch } from '../../../../simulator/services/cloudwatch/cloudwatch';
import { type FunctionSettings, readSettings } from '../../../../simulator/services/lambda/function';
import { Lambda } from '../../../../simulator/services/lambda/lambda';
import { S3 } from '../../../../simulator/services/s3/s3';
import { Dispatcher } from '../../../../simulator/wire/dispatcher';
import { type FakeWorld, fakeWorld } from '../../support/fake-world';
import type { ProbeEvent } from './fixtures/probe-function';

const START = '2026-11-24T10:00:00Z';
export const REGION = 'us-west-2';

export interface LambdaWorld extends FakeWorld {
  /** What the SSM stub holds in each region. */
  readonly parameters: Map<string, string>;
}

export interface DnsAnswer {
  readonly type: 'A' | 'CNAME';
  readonly values: readonly string[];
  readonly ttl: number;
}

/** A world that can run functions: real IAM, dispatcher, network, Lambda, API Gateway and S3; SSM and DNS are stubs. */
export function lambdaWorld(
  options: {
    readonly faults?: readonly FaultRule[];
    readonly answer?: (name: string, type: string) => DnsAnswer | undefined;
  } = {},
): LambdaWorld {
  const world = fakeWorld({
    start: START,
    worldServices: (base) => ({
      faults: new Faults(options.faults ?? [], Date.parse(START), base.random),
      iam: new Iam(base),
      dispatcher: new Dispatcher(base),
      network: new Network(base),
      route53: { answer: options.answer ?? (() => undefined) },
    }),
    regionServices: (region) => ({
      lambda: new Lambda(region),
      apiGateway: new ApiGateway(region),
      cloudWatch: new CloudWatch(region),
      s3: new S3(region),
    }),
  });
  const parameters = new Map<string, string>();
  for (const [name, region] of world.regions) {
    world.dispatcher.register(name, region.lambda.service);
    world.dispatcher.register(name, { signingName: 'ssm', operations: parameterStore(parameters) });
  }
  return Object.assign(world, { parameters });
}

function parameterStore(parameters: Map<string, string>): Operations<typeof ssm> {
  const resource = (name = '') => `arn:aws:ssm:${REGION}:111111111111:parameter${name}`;
  return {
    GetParameter: {
      access: ({ Name }) => [{ action: 'ssm:GetParameter', resource: resource(Name) }],
      handle({ Name = '' }) {
        const Value = parameters.get(Name);
        if (Value === undefined) throw new AwsError('ParameterNotFound', `${Name} not found`);
        return { Parameter: { Name, Value, Type: 'String' } };
      },
    },
    PutParameter: {
      access: ({ Name }) => [{ action: 'ssm:PutParameter', resource: resource(Name) }],
      handle({ Name = '', Value = '' }) {
        parameters.set(Name, Value);
        return { Version: 1 };
      },
    },
  };
}

const bundled = new Map<string, Uint8Array>();

/** The deployment package of a fixture, bundled as ours are: by esbuild itself, whose API does not run inside jest. */
export function bundleFixture(name: string, sdk: 'bundled' | 'runtime' = 'bundled'): Uint8Array {
  const key = `${name} ${sdk}`;
  let zip = bundled.get(key);
  if (zip === undefined) {
    const entry = join(__dirname, 'fixtures', `${name}.ts`);
    const flags = ['--bundle', '--minify', '--keep-names', '--platform=node', '--target=node20', '--format=cjs'];
    const binary = join(__dirname, '../../../../node_modules/esbuild/bin/esbuild');
    const external = sdk === 'runtime' ? ['--external:@aws-sdk/*'] : [];
    const code = execFileSync(binary, [entry, ...flags, '--main-fields=module,main', ...external], {
      maxBuffer: 2 ** 26,
    });
    zip = zipSync({ 'index.js': Uint8Array.from(code) });
    bundled.set(key, zip);
  }
  return zip;
}

/** A deployment package of one file of plain JavaScript. */
export function zipSource(source: string): Uint8Array {
  return zipSync({ 'index.js': new TextEncoder().encode(source) });
}

/** Creates a function whose role may use Parameter Store and nothing else. */
export function createFunction(
  world: LambdaWorld,
  zip: Uint8Array,
  settings: Partial<FunctionSettings> = {},
  region = REGION,
): void {
  const role = world.iam.putRole({
    roleName: 'probe-role',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    policies: {
      parameters: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'ssm:*Parameter', Resource: 'arn:aws:ssm:*:*:parameter/allowed/*' }],
      },
    },
  });
  const all = { functionName: 'probe', runtime: 'nodejs24.x' as const, handler: 'index.handler', role, ...settings };
  world.region(region).lambda.functions.create(readSettings(all), zip);
}

/** Invokes the probe, lets virtual time pass until it answers, and returns what it answered. */
export async function invokeProbe(
  world: LambdaWorld,
  event: ProbeEvent,
  functionName = 'probe',
): Promise<{ readonly functionError?: string; readonly payload: unknown }> {
  const invocation = world.region(REGION).lambda.invoke({ functionName, payload: event });
  const { functionError, payload } = await world.scheduler.runToEnd(invocation);
  return functionError === undefined ? { payload } : { functionError, payload };
}
