import * as z from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What is asked over HTTPS of a region, and what its answer must be. */
export const HTTP_CHECK = {
  kind: z.literal('http'),
  url: z.url({ protocol: /^https$/, error: 'write an https URL' }),
  /** Connect to this host, but speak to it as the URL's: how a region is tested that the public name does not lead to. */
  connectTo: z.string().optional(),
  expectStatus: z.int().default(200),
  expectBodyIncludes: z.string().optional(),
  /** Fields of the JSON body and their values; others may be there too. */
  expectJson: z.record(z.string(), scalar).optional(),
};

export const HttpCheck = z.object({ name: z.string().min(1), ...HTTP_CHECK });
export type HttpCheck = z.output<typeof HttpCheck>;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export type HttpVerdict =
  | { readonly kind: 'asExpected'; readonly detail: string }
  /** `hasTrouble`: what answered has trouble of its own, which may pass. */
  | { readonly kind: 'wrong'; readonly detail: string; readonly hasTrouble: boolean };

/** Holds an answer against what is expected. */
export function judgeAnswer(check: Omit<HttpCheck, 'name' | 'kind'>, answer: HttpAnswer): HttpVerdict {
  const { expectStatus, expectBodyIncludes, expectJson } = check;
  if (answer.status !== expectStatus) {
    return wrong(`status ${answer.status}, expected ${expectStatus}`, answer.status === 429 || answer.status >= 500);
  }
  if (expectBodyIncludes !== undefined && !answer.body.includes(expectBodyIncludes)) {
    return wrong(`the body does not contain '${expectBodyIncludes}'`);
  }
  if (expectJson !== undefined) {
    const body = parseObject(answer.body);
    if (body === undefined) return wrong('the body is no JSON object');
    for (const [field, expected] of Object.entries(expectJson)) {
      if (body[field] !== expected)
        return wrong(`${field} is ${JSON.stringify(body[field])}, expected ${JSON.stringify(expected)}`);
    }
  }
  return { kind: 'asExpected', detail: `status ${answer.status}` };
}

function wrong(detail: string, hasTrouble = false): HttpVerdict {
  return { kind: 'wrong', detail, hasTrouble };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
