import type { Recorded } from './record';
import type { ReportCheck } from './report-check';

/** Whether the evidence is where it belongs. What is only in the execution's history is gone after 90 days. */
export function evidenceCheck(recorded: Recorded<{ readonly verdict: string }>): ReportCheck {
  const name = 'evidence recorded';
  if (recorded.from === 'bucket') return { name, passed: true, detail: `verdict ${recorded.evidence.verdict}` };
  const passed = recorded.why === 'none in the evidence bucket' ? false : null;
  const detail =
    recorded.from === 'history'
      ? `${recorded.why}; this report goes by the history of the execution: verdict ${recorded.evidence.verdict}`
      : `${recorded.why}, and no record in the history of the execution`;
  return { name, passed, detail };
}
