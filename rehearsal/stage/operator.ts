import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { SimulatedRequestHandler } from '../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../simulator/wire/virtual-time-driver';
import type { World } from '../../simulator/world';

/** The person at the keyboard: SDK clients with the account's own rights, over the simulated wire. */
export class Operator {
  readonly #world: World;
  readonly #handler: SimulatedRequestHandler;

  constructor(world: World) {
    this.#world = world;
    this.#handler = new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler));
  }

  states(region: string): SFNClient {
    return new SFNClient(this.#configuration(region));
  }

  lambda(region: string): LambdaClient {
    return new LambdaClient(this.#configuration(region));
  }

  s3(region: string): S3Client {
    return new S3Client(this.#configuration(region));
  }

  ssm(region: string): SSMClient {
    return new SSMClient(this.#configuration(region));
  }

  rds(region: string): RDSClient {
    return new RDSClient(this.#configuration(region));
  }

  secretsManager(region: string): SecretsManagerClient {
    return new SecretsManagerClient(this.#configuration(region));
  }

  rdsData(region: string): RDSDataClient {
    return new RDSDataClient(this.#configuration(region));
  }

  #configuration(region: string) {
    return {
      region,
      credentials: this.#world.iam.operatorCredentials,
      requestHandler: this.#handler,
      // The SDK's own retries would wait in real time.
      maxAttempts: 1,
    };
  }
}
