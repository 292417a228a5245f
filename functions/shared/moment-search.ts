/** Clusters that are restored side by side in a round. */
export const POINTS = 4;
/** Four hours → 48 minutes → 9.6 → less than two. */
export const ROUNDS = 3;
/** What is as near as this is near enough: a comparison shows what was written in between. */
export const NEAR_ENOUGH_SECONDS = 120;
/** The longest range: an automated backup of Aurora is kept for 35 days at most (Aurora User Guide, Backup retention). */
export const LONGEST_RANGE_DAYS = 35;
