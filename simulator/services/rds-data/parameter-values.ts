import type { SqlParameter } from '@aws-sdk/client-rds-data';
import { AwsError } from '../../service';

export type SqlValue = string | Uint8Array | null;

/** What each type hint makes of a string (RDS Data API Reference, SqlParameter). */
const HINTS: Readonly<Record<string, string>> = {
  DATE: '::date',
  DECIMAL: '::numeric',
  JSON: '::json',
  TIME: '::time',
  TIMESTAMP: '::timestamp',
  UUID: '::uuid',
};

/**
 * The cast of a parameter. Without a hint a string stays text: PostgreSQL does not turn text into a timestamp or a UUID
 * by itself, and neither does the Data API.
 */
export function castOf({ value, typeHint }: SqlParameter): string {
  if (typeHint !== undefined) return HINTS[typeHint] ?? '';
  if (value === undefined || value.isNull === true) return '';
  if (value.stringValue !== undefined) return '::text';
  if (value.longValue !== undefined) return '::bigint';
  if (value.doubleValue !== undefined) return '::double precision';
  if (value.booleanValue !== undefined) return '::boolean';
  if (value.blobValue !== undefined) return '::bytea';
  return '';
}

/** The Data API parses these itself and takes no other form: no `T`, no time zone. */
const FORMATS: Readonly<Record<string, { readonly pattern: RegExp; readonly complaint: string }>> = {
  DATE: { pattern: /^\d{4}-\d{2}-\d{2}$/, complaint: 'Parse Error for Date' },
  TIME: { pattern: /^\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/, complaint: 'Parse Error for Time' },
  TIMESTAMP: {
    pattern: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/,
    complaint: 'Parse Error for TimeStamp',
  },
};

export function valueOf({ name, value, typeHint }: SqlParameter): SqlValue {
  if (value === undefined || value.isNull === true) return null;
  if (value.stringValue !== undefined) {
    const format = FORMATS[typeHint ?? ''];
    if (format !== undefined && !format.pattern.test(value.stringValue)) {
      throw new AwsError(
        'BadRequestException',
        `${format.complaint}: input contains invalid characters (${name ?? ''})`,
      );
    }
    return value.stringValue;
  }
  if (value.longValue !== undefined) return String(value.longValue);
  if (value.doubleValue !== undefined) return String(value.doubleValue);
  if (value.booleanValue !== undefined) return String(value.booleanValue);
  if (value.blobValue !== undefined) return value.blobValue;
  throw new AwsError('ValidationException', `Array parameters are not supported: ${name ?? ''}`);
}
