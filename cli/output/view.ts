import type { TimelineListener } from '../../rehearsal/stage/timeline-event';

/** Shows a rehearsal while it happens. */
export interface View {
  /** Runs the rehearsal and shows what the listener is told. */
  follow<T>(run: (listener: TimelineListener) => Promise<T>): Promise<T>;
}
