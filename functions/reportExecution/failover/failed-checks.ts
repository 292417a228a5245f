import { plainText } from '../../shared/plain-text';
import type { FailoverRecord } from './record';

const SUITE_OF_STEP: Readonly<Record<string, string>> = {
  VerifyFrontend: 'frontend',
  SmokeTestStandby: 'standby',
  SmokeTestPublic: 'public',
};

/** What did not pass at this step, as `name: detail; …`; empty when nothing is known. */
export function failedChecks({ checks }: FailoverRecord, step: string): string {
  const suite = SUITE_OF_STEP[step];
  return checks
    .filter((check) => !check.passed && check.suite === suite)
    .map(({ name, detail }) => `${name}: ${plainText(detail)}`)
    .join('; ');
}
