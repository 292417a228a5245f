import * as z from 'zod';
import type { Query } from './database';

const Heartbeat = z.strictObject({
  clientId: z.string('write the name of the client').min(1, 'write the name of the client').max(200),
  sequence: z.int('write a whole number from 0').min(0, 'write a whole number from 0'),
  /** When the client sent it, by the client's clock. */
  sentAt: z.iso.datetime({ offset: true, error: 'write a time such as "2026-01-31T12:00:00Z"' }),
});

export type Heartbeat = z.output<typeof Heartbeat>;

export type ParsedHeartbeat =
  | { readonly success: true; readonly data: Heartbeat }
  | { readonly success: false; readonly problem: string };

export function parseHeartbeat(body: string): ParsedHeartbeat {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { success: false, problem: 'the body is not JSON' };
  }
  const result = Heartbeat.safeParse(value);
  if (result.success) return { success: true, data: result.data };
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return { success: false, problem: problems.join('; ') };
}

/** Writes the heartbeat once; says whether this call was the one that wrote it. */
export async function recordHeartbeat(query: Query, heartbeat: Heartbeat, now: Date): Promise<boolean> {
  const { updated } = await query(
    `insert into heartbeats (client_id, sequence, sent_at, recorded_at)
     values (:clientId, :sequence, cast(:sentAt as timestamptz), cast(:recordedAt as timestamptz))
     on conflict (client_id, sequence) do nothing`,
    {
      clientId: heartbeat.clientId,
      sequence: heartbeat.sequence,
      sentAt: heartbeat.sentAt,
      // The application's clock: what is lost in a disaster is counted against it.
      recordedAt: now.toISOString(),
    },
  );
  return updated > 0;
}

export interface LatestHeartbeat {
  readonly clientId: string;
  readonly sequence: number;
  readonly recordedAt: string;
}

/** The newest heartbeat of one client, or of all. */
export async function latestHeartbeat(query: Query, clientId?: string): Promise<LatestHeartbeat | undefined> {
  const { rows } = await query(
    `select client_id, sequence, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
     from heartbeats
     where :clientId = '' or client_id = :clientId
     order by recorded_at desc, sequence desc
     limit 1`,
    { clientId: clientId ?? '' },
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return { clientId: String(row[0]), sequence: Number(row[1]), recordedAt: String(row[2]) };
}
