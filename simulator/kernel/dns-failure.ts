/** The service that a fault names for what resolvers are asked. */
export const DNS = 'dns';

/** What a resolver is asked, by the names that Node gives the calls: `dns.resolveCname`, `dns.resolve4`, `dns.lookup`. */
export const DNS_CALLS = ['queryCname', 'queryA', 'getaddrinfo'] as const;
export type DnsCall = (typeof DNS_CALLS)[number];

/** The codes of c-ares: what a query has whatever the name servers do (Node.js, dns, "Error codes"). */
export const DNS_CODES = [
  'ENODATA',
  'EFORMERR',
  'ESERVFAIL',
  'ENOTFOUND',
  'ENOTIMP',
  'EREFUSED',
  'EBADQUERY',
  'EBADNAME',
  'EBADFAMILY',
  'EBADRESP',
  'ECONNREFUSED',
  'ETIMEOUT',
  'EOF',
  'EFILE',
  'ENOMEM',
  'EDESTRUCTION',
  'EBADSTR',
  'ECANCELLED',
] as const;
export type DnsCode = (typeof DNS_CODES)[number];
