import { Faults, type FaultRule } from '../../../simulator/kernel/faults';
import { Iam } from '../../../simulator/services/iam/iam';
import type { CallContext, Service } from '../../../simulator/service';
import { Dispatcher } from '../../../simulator/wire/dispatcher';
import { HttpServer } from '../../../simulator/wire/http-server';
import { SimulatedRequestHandler } from '../../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../../simulator/wire/virtual-time-driver';
import { fakeWorld, type FakeWorld } from '../support/fake-world';

export const START = '2026-11-24T10:00:00Z';

/** A world with a real dispatcher and IAM, and whatever services a test registers. */
export function wireWorld(rules: readonly FaultRule[] = []): FakeWorld {
  return fakeWorld({
    start: START,
    worldServices: (world) => ({
      faults: new Faults(rules, Date.parse(START), world.random),
      iam: new Iam(world),
      dispatcher: new Dispatcher(world),
    }),
  });
}

/** A service of one operation that answers with `output` (or throws it) and keeps what it was asked. */
export function stubService(
  signingName: string,
  operation: string,
  output: (input: never, context: CallContext) => unknown,
): { readonly service: Service; readonly inputs: unknown[]; readonly contexts: CallContext[] } {
  const inputs: unknown[] = [];
  const contexts: CallContext[] = [];
  const operations = {
    [operation]: {
      access: () => [],
      handle(input: never, context: CallContext): unknown {
        inputs.push(input);
        contexts.push(context);
        return output(input, context);
      },
    },
  };
  return { service: { signingName, operations }, inputs, contexts };
}

export interface Transport {
  /** What an SDK client is configured with. */
  readonly config: {
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: 1;
  };
  close(): Promise<void>;
}

export type OpenTransport = (world: FakeWorld, region: string) => Promise<Transport>;

/** Over loopback HTTP, and without sockets: the same requests, the same answers. */
export const transports: readonly (readonly [name: string, open: OpenTransport])[] = [
  [
    'over HTTP',
    async (world, region) => {
      const server = new HttpServer(world, new VirtualTimeDriver(world.scheduler));
      const endpoint = await server.listen();
      const config = { region, credentials: world.iam.operatorCredentials, maxAttempts: 1 as const, endpoint };
      return { config, close: () => server.close() };
    },
  ],
  [
    'in process',
    (world, region) => {
      const requestHandler = new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler));
      const config = { region, credentials: world.iam.operatorCredentials, maxAttempts: 1 as const, requestHandler };
      return Promise.resolve({ config, close: () => Promise.resolve() });
    },
  ],
];
