import { Assessment, UnassessedMessage } from '../../../functions/assessBackupFailure/contract';
import { build } from '../../../functions/assessBackupFailure/handler';
import { context, NOW } from '../lambda-context';
import { ago, CLUSTER, ME } from './cases';
import { FakeBackups } from './fake-backups';

export const OPENED = { kind: 'opened', severity: 'warning' };
export const ALL_CLEAR = { kind: 'allClear', severity: 'info' };

/** The function over two regions in memory, with a clock of the test's own. */
export class Calls {
  readonly backups = new FakeBackups();
  nowMs = NOW;

  async call(input: unknown): Promise<Assessment> {
    return Assessment.parse(await build(this.backups, () => this.nowMs)(input, context));
  }

  receive(event: unknown, executionArn = ME, more: object = {}): Promise<Assessment> {
    return this.call({ action: 'receive', executionArn, event, ...more });
  }

  follow(more: object = {}): Promise<Assessment> {
    return this.call({ action: 'follow', executionArn: ME, ...more });
  }

  close(signalCount: number, delivered: object = ALL_CLEAR, executionArn = ME): Promise<Assessment> {
    return this.call({ action: 'close', executionArn, delivered, signalCount });
  }

  async explain(more: object): Promise<UnassessedMessage> {
    const input = { action: 'explain', executionArn: ME, ...more };
    return UnassessedMessage.parse(await build(this.backups, () => this.nowMs)(input, context));
  }

  passMinutes(minutes: number): void {
    this.nowMs += minutes * 60_000;
  }
}

/** An event of AWS Backup about a job that failed. */
export function failedJob(jobId: string, detail: object = {}, kind: 'Backup' | 'Copy' = 'Backup') {
  return {
    id: `event-of-${jobId}`,
    'detail-type': `${kind} Job State Change`,
    time: new Date(NOW).toISOString(),
    region: 'us-east-1',
    detail: {
      [kind === 'Backup' ? 'backupJobId' : 'copyJobId']: jobId,
      resourceArn: CLUSTER,
      state: 'FAILED',
      statusMessage: 'no quota',
      creationDate: new Date(ago(5)).toISOString(),
      ...detail,
    },
  };
}

export function alarmEvent(alarmName: string, region = 'us-west-2') {
  return {
    id: `event-of-${alarmName}`,
    'detail-type': 'CloudWatch Alarm State Change',
    time: new Date(NOW).toISOString(),
    region,
    detail: { alarmName, state: { value: 'ALARM', reason: 'Threshold Crossed' } },
  };
}
