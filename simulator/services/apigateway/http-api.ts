import { REGIONAL_HOSTED_ZONES, SIMULATED_REGIONS } from '../../regions';
import { AwsError } from '../../service';
import type { Throttle } from './throttle';

/** One HTTP API and its parts, as API Gateway v2 knows them. */
export interface HttpApi {
  readonly apiId: string;
  name: string;
  /** Whether the API answers under its own name `<id>.execute-api…` too. */
  isExecuteApiEnabled: boolean;
  cors: CorsSettings | undefined;
  tags: Readonly<Record<string, string>>;
  readonly integrations: Map<string, ApiIntegration>;
  readonly routes: Map<string, ApiRoute>;
  readonly stages: Map<string, Stage>;
}

export type CorsSettings = {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds: number | undefined;
};

export type ApiIntegration = {
  readonly integrationId: string;
  /** ARN of the function. */
  readonly functionArn: string;
  readonly timeoutMs: number;
};

export type ApiRoute = {
  readonly routeId: string;
  /** `GET /health`, `ANY /{proxy+}`, `$default` */
  readonly routeKey: string;
  readonly integrationId: string;
};

export type Stage = {
  readonly stageName: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Left out, the account's own limits, which are not modelled. */
  readonly throttle?: Throttle;
};

/** A name that the team owns, served in one region. */
export interface CustomDomain {
  readonly domainName: string;
  /** `d-<id>.execute-api.<region>.amazonaws.com`: what a record of the team's zone leads to. */
  readonly regionalDomainName: string;
  readonly certificateArn: string;
  readonly mappings: Map<string, ApiMapping>;
}

export type ApiMapping = {
  readonly mappingId: string;
  /** The first part of the path, empty for all of it. */
  readonly path: string;
  readonly apiId: string;
  readonly stageName: string;
};

export function regionalHostedZone(region: string): string {
  const zone = REGIONAL_HOSTED_ZONES[region];
  if (zone !== undefined) return zone;
  throw new AwsError(
    'NotModelled',
    `The hosted zone of API Gateway in ${region} is not modelled by the simulator (docs/SIMULATOR.md): ` +
      `use one of ${SIMULATED_REGIONS.join(', ')}`,
  );
}

export function notFound(what: string, id: string): AwsError {
  return new AwsError('NotFoundException', `Invalid ${what} identifier specified ${id}`, { status: 404 });
}
