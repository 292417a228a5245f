/**
 * Hashes of rows that do not depend on their order: what two clusters say of the same rows is equal, and of different rows is
 * not, but for one chance in 2^64.
 */

/**
 * The hash of a text, as a bigint. `hashtextextended` reads the bytes where the collation is deterministic, which "C" is
 * (PostgreSQL, src/backend/access/hash/hashfunc.c); it is the same on every machine of one byte order.
 */
export function hashSql(text: string): string {
  return `hashtextextended(${text} COLLATE "C", 0)`;
}

/** The sum of hashes modulo 2^64, as a bigint: parts of it may be added up in any order. */
export function hashSumSql(hash: string): string {
  return `(mod(mod(sum(${hash}), 18446744073709551616) + 27670116110564327424, 18446744073709551616) - 9223372036854775808)::bigint`;
}

/** Base64 in one line: PostgreSQL breaks it every 76 characters (PostgreSQL, Binary String Functions, `encode`). */
export function base64Sql(bytes: string): string {
  return `translate(encode(${bytes}, 'base64'), E'\\n', '')`;
}
