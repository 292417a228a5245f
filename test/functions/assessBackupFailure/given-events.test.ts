import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../../functions/assessBackupFailure/handler';
import { context, NOW } from '../lambda-context';
import { ME } from './cases';
import { FakeBackups } from './fake-backups';

const EVENT = join(__dirname, '../../../../shared/cases/K9-copy-completed.event.json');

describe('events that were given to try', () => {
  if (!existsSync(EVENT)) {
    // oxlint-disable-next-line jest/no-disabled-tests
    test.skip(`skipped: there is no ${EVENT}`, () => undefined);
    return;
  }

  test.each([
    ['COMPLETED', 'recorded', undefined],
    ['RUNNING', 'recorded', undefined],
    // It is of months ago, and newer copies are there.
    ['FAILED', 'recovered', 'allClear'],
  ])('a copy that is %s is %s', async (state, phase, kind) => {
    const given = JSON.parse(readFileSync(EVENT, 'utf8')) as { detail: { resourceArn: string } };
    process.env['SOURCE_CLUSTER_ARN'] = given.detail.resourceArn;
    const event = { ...given, detail: { ...given.detail, state } };
    const answer = await build(new FakeBackups(), () => NOW)({ action: 'receive', executionArn: ME, event }, context);
    expect(answer).toMatchObject({ phase });
    expect('notice' in answer ? answer.notice?.kind : undefined).toBe(kind);
  });
});
