import * as nodeHttp from 'node:http';
import { EventEmitter } from 'node:events';
import { SimulatedClientRequest, type HttpDependencies } from './http-request';
import { SimulatedIncomingMessage } from './http-response';
import { restrict } from './restricted-module';

/** `node:http` or `node:https` whose requests travel through the simulated network. */
export function httpModule(name: 'http' | 'https', dependencies: HttpDependencies): object {
  const request = (...parameters: unknown[]): SimulatedClientRequest =>
    SimulatedClientRequest.from(`${name}:`, parameters, dependencies);
  const overrides = {
    Agent: SimulatedAgent,
    globalAgent: new SimulatedAgent(),
    IncomingMessage: SimulatedIncomingMessage,
    ClientRequest: SimulatedClientRequest,
    request,
    get: (...parameters: unknown[]) => request(...parameters).end(),
  };
  return restrict(`node:${name}`, nodeHttp, overrides, (member) => member.startsWith('validateHeader'));
}

/** A pool of connections; the simulated network has no limit on them. */
class SimulatedAgent extends EventEmitter {
  readonly options: Readonly<Record<string, unknown>>;
  readonly maxSockets: number;
  readonly maxFreeSockets = 256;
  readonly keepAlive: boolean;
  readonly sockets = {};
  readonly freeSockets = {};
  readonly requests = {};

  constructor(options: Readonly<Record<string, unknown>> = {}) {
    super();
    this.options = options;
    this.keepAlive = options['keepAlive'] === true;
    this.maxSockets = typeof options['maxSockets'] === 'number' ? options['maxSockets'] : Number.POSITIVE_INFINITY;
  }

  destroy(): void {
    this.removeAllListeners();
  }
}
