import { ROW_TEXT_SETTINGS, settingsSql } from '../../shared/row-text';

/** Must come before any query: one snapshot for all that follow (PostgreSQL, SET TRANSACTION). */
export const SNAPSHOT_SQL = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY';

/**
 * A statement ends before the 45 seconds of the Data API (RDS Data API Reference, ExecuteStatement), and does not queue behind
 * a change of the table, where everybody else would queue behind it. 32,768 groups take some
 * 12 MB.
 */
export const SETTINGS_SQL = settingsSql({
  ...ROW_TEXT_SETTINGS,
  statement_timeout: '40000',
  lock_timeout: '5000',
  work_mem: '32MB',
});

/** Whether the cluster knows when a transaction was committed. */
export const TRACKS_COMMITS_SQL = "SELECT current_setting('track_commit_timestamp') = 'on'";

export const KEEP_ALIVE_SQL = 'SELECT 1';
