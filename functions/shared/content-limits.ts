import * as z from 'zod';

/**
 * How much a manifest hashes. What is read costs more than what is computed: on Aurora Standard each page of 8 KB that is not in
 * memory is one billed request (Amazon Aurora pricing, I/O), 131,072 of a gibibyte.
 */
export interface ContentLimits {
  /** A table of more rows or bytes is hashed in its newest ranges only. */
  readonly tableRows: number;
  readonly tableBytes: number;
  /** All tables of one manifest. */
  readonly manifestRows: number;
  readonly manifestBytes: number;
}

const MIB = 2 ** 20;
export const PAGE_BYTES = 8192;

export const CONTENT_LIMITS: ContentLimits = {
  tableRows: 2_000_000,
  tableBytes: 256 * MIB,
  manifestRows: 4_000_000,
  manifestBytes: 512 * MIB,
};

/** Manifests with hashes: from so many hours before a validation on its schedule until so many after it. */
export const HOURS_BEFORE = 3;
export const HOURS_AFTER = 1;

/** When contents are hashed: around the validations that are due, with every manifest, or never. */
export const Hashing = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('scheduled'), schedule: z.string(), timeZone: z.string() }),
  z.strictObject({ when: z.literal('hourly') }),
  z.strictObject({ when: z.literal('never') }),
]);
export type Hashing = z.output<typeof Hashing>;
