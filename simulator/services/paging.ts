import { AwsError } from '../service';

/** How an operation cuts its list, and what it says of a request that it cannot cut by. */
export interface PageRules {
  /** The request's member that says how many, as the service's messages name it: `maxItems`. */
  readonly member: string;
  readonly least: number;
  readonly most: number;
  /** Where the request does not say how many. */
  readonly otherwise: number;
  /** However many are asked for, one page has no more. */
  readonly atMost?: number;
  readonly wrongSize?: (message: string) => AwsError;
  readonly wrongToken: (token: string) => AwsError;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Asks for the next page; undefined after the last. */
  readonly token: string | undefined;
}

const PREFIX = 'page:';

/**
 * One page of a list, by a number and a token of the same operation's. A number out of its range is refused in the words with
 * which AWS's services validate their input: "1 validation error detected: Value '0' at 'maxItems' failed to satisfy
 * constraint: Member must have value greater than or equal to 1".
 */
export function pageOf<Item>(
  all: readonly Item[],
  asked: { readonly size?: number | undefined; readonly token?: string | undefined },
  rules: PageRules,
): Page<Item> {
  const size = Math.min(sizeOf(asked.size, rules), rules.atMost ?? rules.most);
  const start = asked.token === undefined ? 0 : offsetOf(asked.token, rules);
  const end = start + size;
  return {
    items: all.slice(start, end),
    token: end < all.length ? Buffer.from(`${PREFIX}${end}`).toString('base64') : undefined,
  };
}

function sizeOf(size: number | undefined, { member, least, most, otherwise, wrongSize }: PageRules): number {
  if (size === undefined) return otherwise;
  if (Number.isInteger(size) && size >= least && size <= most) return size;
  const bound = size > most ? `less than or equal to ${most}` : `greater than or equal to ${least}`;
  const message = `1 validation error detected: Value '${size}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`;
  throw wrongSize?.(message) ?? new AwsError('ValidationException', message);
}

function offsetOf(token: string, { wrongToken }: PageRules): number {
  const text = Buffer.from(token, 'base64').toString();
  const offset = Number(text.slice(PREFIX.length));
  if (!text.startsWith(PREFIX) || !Number.isInteger(offset) || offset < 1) throw wrongToken(token);
  return offset;
}
