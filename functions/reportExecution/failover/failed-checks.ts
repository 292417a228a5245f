import { checkText } from '../common/check-text';
import { plainText } from '../../shared/plain-text';
import type { FailoverRecord } from './record';

const SUITE_OF_STEP: Readonly<Record<string, string>> = {
  VerifyFrontend: 'frontend',
  SmokeTestStandby: 'standby',
  SmokeTestPublic: 'public',
};

/** As `failedCall` writes the call of a service in trouble: `RDS Data API ExecuteStatement gets no answer: …`. */
const OF_A_SERVICE = /^[A-Z][\w ]* [A-Z]\w+ (gets no answer:|answers [A-Z]\w+)/;

/** What did not pass at this step, as `“name”: detail; …`; empty when nothing is known. */
export function failedChecks(record: FailoverRecord, step: string): string {
  return failedAt(record, step).map(checkText).join('; ');
}

/** Which calls failed, where no check has shown anything wrong: each needs a service that is in trouble. */
export function callsInTheWay(record: FailoverRecord, step: string): readonly string[] {
  const details = failedAt(record, step).map(({ detail }) => plainText(detail));
  return details.every((detail) => OF_A_SERVICE.test(detail)) ? [...new Set(details)] : [];
}

function failedAt({ checks }: FailoverRecord, step: string): FailoverRecord['checks'] {
  return checks.filter((check) => !check.passed && check.suite === SUITE_OF_STEP[step]);
}
