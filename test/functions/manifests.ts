import type { Manifest } from '../../functions/shared/manifest';

/** What the primary said of itself: one table of 1,000 rows. */
export function manifest(takenAt: string, overrides: Partial<Manifest> = {}): Manifest {
  return {
    version: 1,
    takenAt,
    clusterArn: 'arn:primary',
    database: 'app',
    schemaFingerprint: 'f1',
    tables: [{ name: 'public.orders', rows: 1000, counted: 'exact' }],
    heartbeat: null,
    ...overrides,
  };
}

export function withRows(takenAt: string, rows: number): Manifest {
  return manifest(takenAt, { tables: [{ name: 'public.orders', rows, counted: 'exact' }] });
}
