import { shellCommand } from '../shared/shell-quote';
import type { Incident } from './contract';

/** What AWS Backup says of one job. */
export function jobCommand(kind: 'backup' | 'copy', jobId: string, region: string): string {
  return kind === 'copy'
    ? shellCommand('aws', 'backup', 'describe-copy-job', '--region', region, '--copy-job-id', jobId)
    : shellCommand('aws', 'backup', 'describe-backup-job', '--region', region, '--backup-job-id', jobId);
}

/** The job that failed last, or the list of jobs where none is known. */
export function failedJobCommand({ signals, resourceArn }: Incident, primaryRegion: string): string {
  const failed = signals.findLast(({ jobId }) => jobId !== null);
  if (failed?.jobId) return jobCommand(failed.kind === 'copy' ? 'copy' : 'backup', failed.jobId, failed.region);
  return shellCommand('aws', 'backup', 'list-backup-jobs', '--region', primaryRegion, '--by-resource-arn', resourceArn);
}

/** The newest copies that a failover could restore: of the standby region, so it works while the primary is lost. */
export function newestCopiesCommand(region: string, vaultName: string): string {
  const query = 'reverse(sort_by(RecoveryPoints, &CreationDate))[:5].[CreationDate,Status,RecoveryPointArn]';
  const list = shellCommand('aws', 'backup', 'list-recovery-points-by-backup-vault', '--region', region);
  return `${list} ${shellCommand('--backup-vault-name', vaultName, '--query', query, '--output', 'text')}`;
}

/** Where a browser shows the execution. */
export function executionLink(executionArn: string, region: string): string {
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${executionArn}`;
}
