import * as z from 'zod';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import type { ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties, TemplateBoolean, TemplateNumber } from '../provider-properties';
import { parseSchedule } from '../events/schedule-expression';
import { DEFAULT_COMPLETION_WINDOW_MINUTES, DEFAULT_START_WINDOW_MINUTES } from './backup-jobs';
import type { BackupPlan, BackupRule } from './model';
import { overlapping } from './schedule-overlap';

const TYPE = 'AWS::Backup::BackupPlan';

const Lifecycle = z.strictObject({ DeleteAfterDays: TemplateNumber.optional() }).optional();

const Rule = z.strictObject({
  RuleName: z.string(),
  TargetBackupVault: z.string(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.enum(['UTC', 'Etc/UTC']).optional(),
  StartWindowMinutes: TemplateNumber.default(DEFAULT_START_WINDOW_MINUTES),
  CompletionWindowMinutes: TemplateNumber.default(DEFAULT_COMPLETION_WINDOW_MINUTES),
  Lifecycle,
  CopyActions: z.array(z.strictObject({ DestinationBackupVaultArn: z.string(), Lifecycle })).default([]),
  RecoveryPointTags: z.record(z.string(), z.string()).default({}),
  EnableContinuousBackup: TemplateBoolean.default(false),
});

const Properties = z.strictObject({
  BackupPlan: z.strictObject({ BackupPlanName: z.string(), BackupPlanRule: z.array(Rule).min(1) }),
  BackupPlanTags: z.record(z.string(), z.string()).optional(),
});

export const planProvider: ResourceProvider = {
  type: TYPE,
  calls: {
    service: 'backup',
    create: ['CreateBackupPlan'],
    update: ['UpdateBackupPlan'],
    delete: ['DeleteBackupPlan'],
  },
  access(request, change) {
    const { name, world } = request.region;
    const action = {
      create: 'backup:CreateBackupPlan',
      update: 'backup:UpdateBackupPlan',
      delete: 'backup:DeleteBackupPlan',
    };
    return [{ action: action[change], resource: `arn:aws:backup:${name}:${world.accountId}:backup-plan:*` }];
  },
  create(request) {
    const { BackupPlan } = parseProperties(TYPE, Properties, request.properties);
    checkTogether(BackupPlan.BackupPlanRule, request.region.world.scheduler.now());
    const { backup } = request.region;
    for (const { TargetBackupVault: name } of BackupPlan.BackupPlanRule) {
      if (!backup.vaults.all.has(name))
        throw new AwsError('ResourceNotFoundException', `Backup vault ${name} can't be found.`);
    }
    return resultOf(backup.plans.create(BackupPlan.BackupPlanName, BackupPlan.BackupPlanRule.map(toRule)));
  },
  update(request) {
    const { BackupPlan } = parseProperties(TYPE, Properties, request.properties);
    checkTogether(BackupPlan.BackupPlanRule, request.region.world.scheduler.now());
    const { plans } = request.region.backup;
    const plan = plans.get(request.physicalId);
    plans.update(plan, BackupPlan.BackupPlanRule.map(toRule));
    return resultOf(plan);
  },
  delete(request) {
    request.region.backup.plans.remove(request.physicalId);
  },
};

function toRule(rule: z.infer<typeof Rule>): Omit<BackupRule, 'id'> {
  checkContinuous(rule);
  if (rule.StartWindowMinutes < 60) {
    throw new AwsError(
      'InvalidParameterValueException',
      `StartWindowMinutes of rule ${rule.RuleName}: write at least 60`,
    );
  }
  if (rule.CompletionWindowMinutes < rule.StartWindowMinutes) {
    throw new AwsError(
      'InvalidParameterValueException',
      `CompletionWindowMinutes of rule ${rule.RuleName}: write at least the ${rule.StartWindowMinutes} of StartWindowMinutes`,
    );
  }
  // Throws here, where the template is at fault, rather than when the rule would be due.
  parseSchedule(rule.ScheduleExpression);
  return {
    name: rule.RuleName,
    vaultName: rule.TargetBackupVault,
    schedule: rule.ScheduleExpression,
    continuous: rule.EnableContinuousBackup,
    startWindowMinutes: rule.StartWindowMinutes,
    completionWindowMinutes: rule.CompletionWindowMinutes,
    lifecycle: rule.Lifecycle,
    copyActions: rule.CopyActions,
    recoveryPointTags: rule.RecoveryPointTags,
  };
}

const MOST_CONTINUOUS_DAYS = 35;

/** AWS Backup API Reference, BackupRule.EnableContinuousBackup and Lifecycle. */
function checkContinuous({ RuleName, EnableContinuousBackup, Lifecycle: lifecycle }: z.infer<typeof Rule>): void {
  const days = lifecycle?.DeleteAfterDays;
  if (!EnableContinuousBackup || (days !== undefined && days >= 1 && days <= MOST_CONTINUOUS_DAYS)) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `Lifecycle of rule ${RuleName}: a continuous backup is kept for 1 to ${MOST_CONTINUOUS_DAYS} days`,
  );
}

/** What AWS takes and does something else with than each rule says. */
function checkTogether(rules: readonly z.infer<typeof Rule>[], nowMs: number): void {
  // Of the second one it makes snapshots (AWS Backup Developer Guide, Continuous backups).
  if (rules.filter(({ EnableContinuousBackup }) => EnableContinuousBackup).length > 1) {
    throw notModelled('A backup plan with more than one rule with EnableContinuousBackup');
  }
  // Of two it makes the one that is kept for longer (AWS Backup Developer Guide, Backup plan options).
  const [one, other] = overlapping(rules, nowMs) ?? [];
  if (one === undefined || other === undefined) return;
  throw notModelled(`A backup plan in which the start windows of ${one.RuleName} and ${other.RuleName} overlap`);
}

function resultOf(plan: BackupPlan): ProviderResult {
  return {
    physicalId: plan.id,
    attributes: { BackupPlanId: plan.id, BackupPlanArn: plan.arn, VersionId: plan.versionId },
  };
}
