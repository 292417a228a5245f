import { sqlStateOf } from '../../shared/data-api';

interface Check {
  look(item: string): Promise<string | undefined>;
  passed(count: number): string;
}

/**
 * A check that the user may not run says so, and spoils nothing: that the master user may run amcheck is not documented of
 * every version (Aurora User Guide, Understanding the rds_superuser role). What could be checked is judged.
 */
export function spareDenials<Run extends Check>(check: Run): Run {
  let denied: string | undefined;
  return {
    ...check,
    look: async (item: string) => {
      try {
        return await check.look(item);
      } catch (error) {
        // PostgreSQL, Appendix A: insufficient_privilege.
        if (!(error instanceof Error) || sqlStateOf(error) !== '42501') throw error;
        denied = `${item}: ${error.message}`;
        return undefined;
      }
    },
    passed: (count: number) =>
      denied === undefined ? check.passed(count) : `not checked, for want of a right: ${denied}`,
  };
}
