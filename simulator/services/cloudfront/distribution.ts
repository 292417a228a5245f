/** One distribution: which names it answers under, and where it gets what it is asked for. */
export interface Distribution {
  readonly id: string;
  readonly arn: string;
  /** `d111111abcdef8.cloudfront.net` */
  readonly domainName: string;
  settings: DistributionSettings;
  tags: Readonly<Record<string, string>>;
}

export type DistributionSettings = {
  readonly isEnabled: boolean;
  readonly aliases: readonly string[];
  readonly defaultRootObject: string;
  readonly allowedMethods: readonly string[];
  /** What becomes of a request without TLS. */
  readonly viewerProtocol: 'allow-all' | 'redirect-to-https' | 'https-only';
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** The primary first; one alone where there is no group. */
  readonly origins: readonly BucketOrigin[];
  /** Answers of the primary after which the next origin is asked. */
  readonly failoverStatuses: readonly number[];
};

export type BucketOrigin = {
  readonly bucket: string;
  /** How often and how long a connection is tried before the origin counts as silent. */
  readonly connectionAttempts: number;
  readonly connectionTimeoutMs: number;
};

/** A policy of AWS's own adds these (CloudFront Developer Guide, Managed response headers policies). */
export const MANAGED_RESPONSE_HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // SecurityHeadersPolicy
  '67f7725c-6f97-4210-82d7-5512b31e9d03': {
    'referrer-policy': 'strict-origin-when-cross-origin',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'x-xss-protection': '1; mode=block',
  },
};

/** CachingOptimized, and CachingDisabled (CloudFront Developer Guide, Managed cache policies). */
export const MANAGED_CACHE_POLICIES: ReadonlySet<string> = new Set([
  '658327ea-f89d-4fab-a63d-7e88639e58f6',
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
]);
