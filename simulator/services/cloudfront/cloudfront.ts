import type { HttpRequest, HttpResponse } from '../../network/http';
import type * as client from '@aws-sdk/client-cloudfront';
import { AwsError, type Service } from '../../service';
import type { World } from '../../world';
import type { BucketOrigin, Distribution, DistributionSettings } from './distribution';
import { fetchFromBucket } from './fetch-from-bucket';
import { operationsOf } from './operations';

declare module '../../world' {
  interface GlobalServices {
    readonly cloudFront: CloudFront;
  }
}

/** The control plane answers here (AWS Fault Isolation Boundaries, Global services). */
const CONTROL_PLANE = 'us-east-1';
const ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * CloudFront. Distributions are made and changed through its control plane in us-east-1; what they serve comes from edge
 * locations that no dark region stops. Nothing is cached at them here: every request is put to an origin.
 */
export class CloudFront {
  readonly service: Service<typeof client>;
  readonly #world: World;
  readonly #distributions = new Map<string, Distribution>();
  /** Name by id. */
  readonly #accessControls = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
    this.service = { signingName: 'cloudfront', operations: operationsOf(world) };
  }

  /** Makes a distribution, or changes the one of that id; it is everywhere when the promise is fulfilled. */
  async put(
    id: string | undefined,
    settings: DistributionSettings,
    tags: Readonly<Record<string, string>>,
  ): Promise<Distribution> {
    this.#requireControlPlane(id === undefined ? 'CreateDistribution' : 'UpdateDistribution');
    const known = id === undefined ? undefined : this.distribution(id);
    const taken = settings.aliases.find((alias) => this.#called(alias) !== undefined && this.#called(alias) !== known);
    if (taken !== undefined) {
      throw new AwsError(
        'CNAMEAlreadyExists',
        `One or more of the CNAMEs you provided are already associated with a different resource: ${taken}`,
        { status: 409 },
      );
    }
    const distribution = known ?? this.#newDistribution(settings);
    this.#distributions.set(distribution.id, distribution);
    const { durations, scheduler } = this.#world;
    await scheduler.sleep(durations.drawMs('cloudFrontDeploy'));
    distribution.settings = settings;
    distribution.tags = tags;
    return distribution;
  }

  /** As CloudFormation does it: disables the distribution everywhere, then removes it. */
  async remove(id: string): Promise<void> {
    const distribution = this.#distributions.get(id);
    if (distribution === undefined) return;
    await this.put(id, { ...distribution.settings, isEnabled: false }, distribution.tags);
    this.#requireControlPlane('DeleteDistribution');
    this.#distributions.delete(id);
  }

  /** @throws AwsError NoSuchDistribution */
  distribution(id: string): Distribution {
    const distribution = this.#distributions.get(id);
    if (distribution !== undefined) return distribution;
    throw new AwsError('NoSuchDistribution', 'The specified distribution does not exist.', { status: 404 });
  }

  createAccessControl(name: string): string {
    this.#requireControlPlane('CreateOriginAccessControl');
    if ([...this.#accessControls.values()].includes(name)) {
      throw new AwsError('OriginAccessControlAlreadyExists', `An origin access control named ${name} already exists.`, {
        status: 409,
      });
    }
    const id = this.#newId('E');
    this.#accessControls.set(id, name);
    return id;
  }

  hasAccessControl(id: string): boolean {
    return this.#accessControls.has(id);
  }

  deleteAccessControl(id: string): void {
    this.#requireControlPlane('DeleteOriginAccessControl');
    this.#accessControls.delete(id);
  }

  /** What an edge location answers to a request that was led to it, by the request's Host. */
  async serve(request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    const host = (request.headers['host'] ?? url.host).replace(/:\d+$/, '').toLowerCase();
    const distribution = this.#called(host);
    if (distribution === undefined || !distribution.settings.isEnabled)
      return text(403, 'The request could not be satisfied.');
    const { settings } = distribution;
    if (url.protocol === 'http:' && settings.viewerProtocol !== 'allow-all') return withoutTls(settings, url);
    if (!settings.allowedMethods.includes(request.method)) {
      return text(403, 'This distribution is not configured to allow the HTTP request method that was used.');
    }
    const response = await this.#fromOrigins(distribution, decodeURIComponent(url.pathname));
    return {
      status: response.status,
      headers: { ...response.headers, ...settings.responseHeaders, 'x-cache': cacheHeader(response.status) },
      body: request.method === 'HEAD' ? new Uint8Array() : response.body,
    };
  }

  /** The primary, and the next origin after an answer that counts as a failure, or none (Developer Guide, origin failover). */
  async #fromOrigins({ arn, settings }: Distribution, path: string): Promise<HttpResponse> {
    const key = path === '/' ? settings.defaultRootObject : path.slice(1);
    const fetch = (origin: BucketOrigin) => fetchFromBucket(this.#world, { arn, origin, key });
    const [primary, ...others] = settings.origins;
    let response = primary === undefined ? undefined : await fetch(primary);
    for (const origin of others) {
      if (response !== undefined && !settings.failoverStatuses.includes(response.status)) break;
      response = await fetch(origin);
    }
    return response ?? text(504, 'The origin did not answer.');
  }

  #called(name: string): Distribution | undefined {
    return [...this.#distributions.values()].find(
      ({ domainName, settings }) => domainName === name || settings.aliases.includes(name),
    );
  }

  #newDistribution(settings: DistributionSettings): Distribution {
    const id = this.#newId('E');
    return {
      id,
      arn: `arn:aws:cloudfront::${this.#world.accountId}:distribution/${id}`,
      domainName: `${this.#newId('d').toLowerCase()}.cloudfront.net`,
      // Until it is deployed nobody is answered.
      settings: { ...settings, isEnabled: false },
      tags: {},
    };
  }

  #newId(first: string): string {
    const draw = () => ID_CHARACTERS[Math.floor(this.#world.random.next('cloudfront/ids') * ID_CHARACTERS.length)];
    return first + Array.from({ length: 13 }, draw).join('');
  }

  #requireControlPlane(operation: string): void {
    if (!this.#world.isDark(CONTROL_PLANE)) return;
    throw new AwsError(
      'ServiceUnavailable',
      `cloudfront:${operation} needs the control plane in ${CONTROL_PLANE}, which does not answer`,
      { status: 503 },
    );
  }
}

function withoutTls({ viewerProtocol }: DistributionSettings, url: URL): HttpResponse {
  if (viewerProtocol === 'https-only') return text(403, 'HTTPS only.');
  return {
    status: 301,
    headers: { location: `https://${url.host}${url.pathname}${url.search}` },
    body: new Uint8Array(),
  };
}

function cacheHeader(status: number): string {
  return status < 400 ? 'Miss from cloudfront' : 'Error from cloudfront';
}

function text(status: number, message: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain' }, body: new TextEncoder().encode(message) };
}
