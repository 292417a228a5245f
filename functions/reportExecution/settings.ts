/** How long a drill may keep the standby up, for a load test of a working day. */
export const MOST_HOLD_MINUTES = 720;
