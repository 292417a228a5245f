import type { Timer } from '../../kernel/scheduler';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { parseSchedule } from '../events/schedule-expression';
import type { Cluster } from '../rds/model';
import type { BackupPlan, BackupRule, Creator, Selection, TagCondition } from './model';

/** The backup plans of one region: what is backed up when. */
export class Plans {
  readonly all = new Map<string, BackupPlan>();
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
  }

  create(name: string, rules: readonly Omit<BackupRule, 'id'>[]): BackupPlan {
    const id = this.#uuid();
    const plan: BackupPlan = {
      id,
      arn: `arn:aws:backup:${this.#region.name}:${this.#region.world.accountId}:backup-plan:${id}`,
      name,
      createdAt: new Date(this.#region.world.scheduler.now()),
      versionId: this.#uuid(),
      rules: [],
      selections: new Map(),
      timers: [],
      lastExecutedAt: undefined,
    };
    this.all.set(id, plan);
    this.#setRules(plan, rules);
    return plan;
  }

  update(plan: BackupPlan, rules: readonly Omit<BackupRule, 'id'>[]): void {
    plan.versionId = this.#uuid();
    this.#setRules(plan, rules);
  }

  get(id: string): BackupPlan {
    const plan = this.all.get(id);
    if (plan === undefined) throw new AwsError('ResourceNotFoundException', `Backup plan ${id} can't be found.`);
    return plan;
  }

  remove(id: string): void {
    for (const timer of this.all.get(id)?.timers ?? []) timer.cancel();
    this.all.delete(id);
  }

  select(plan: BackupPlan, selection: Omit<Selection, 'id'>): Selection {
    const made = { ...selection, id: this.#uuid() };
    plan.selections.set(made.id, made);
    return made;
  }

  /** What a plan backs up when a rule is due: each cluster once, by the first selection that takes it. */
  selected(plan: BackupPlan): readonly { readonly cluster: Cluster; readonly roleArn: string }[] {
    const clusters = [...this.#region.rds.clusters.all.values()];
    return clusters.flatMap((cluster) => {
      const selection = [...plan.selections.values()].find((candidate) => isSelected(candidate, cluster));
      return selection === undefined ? [] : [{ cluster, roleArn: selection.roleArn }];
    });
  }

  #setRules(plan: BackupPlan, rules: readonly Omit<BackupRule, 'id'>[]): void {
    for (const timer of plan.timers) timer.cancel();
    plan.rules = rules.map((rule) => ({ ...rule, id: this.#uuid() }));
    const timers = new Map<string, Timer>();
    const update = (rule: BackupRule, timer: Timer): void => {
      timers.set(rule.id, timer);
      plan.timers = [...timers.values()];
    };
    for (const rule of plan.rules) this.#schedule(plan, rule, update);
  }

  #schedule(plan: BackupPlan, rule: BackupRule, keep: (rule: BackupRule, timer: Timer) => void): void {
    const { world, name } = this.#region;
    const due = parseSchedule(rule.schedule)(world.scheduler.now());
    if (due === undefined) return;
    const timer = world.scheduler.at(due, () => {
      this.#schedule(plan, rule, keep);
      if (!world.isDark(name)) this.#run(plan, rule);
    });
    keep(rule, timer);
  }

  #run(plan: BackupPlan, rule: BackupRule): void {
    const vault = this.#region.backup.vaults.all.get(rule.vaultName);
    if (vault === undefined) {
      const detail = `rule ${rule.name} of backup plan ${plan.name} is due and its vault ${rule.vaultName} is gone`;
      this.#region.world.trace.record({ kind: 'note', detail });
      return;
    }
    plan.lastExecutedAt = new Date(this.#region.world.scheduler.now());
    for (const { cluster, roleArn } of this.selected(plan)) {
      this.#region.backup.backupJobs.start({
        vault,
        resourceArn: cluster.arn,
        roleArn,
        createdBy: creatorOf(plan, rule),
        continuous: rule.continuous,
        lifecycle: rule.lifecycle,
        copyActions: rule.copyActions,
        recoveryPointTags: rule.recoveryPointTags,
        startWindowMinutes: rule.startWindowMinutes,
        completionWindowMinutes: rule.completionWindowMinutes,
      });
    }
  }

  #uuid(): string {
    return this.#region.world.random.uuid(`backup/${this.#region.name}/plans`);
  }
}

function creatorOf(plan: BackupPlan, rule: BackupRule): Creator {
  return {
    BackupPlanId: plan.id,
    BackupPlanArn: plan.arn,
    BackupPlanName: plan.name,
    BackupPlanVersion: plan.versionId,
    BackupRuleId: rule.id,
    BackupRuleName: rule.name,
    BackupRuleCron: rule.schedule,
  };
}

/** By ARN, by tag, or, where a selection has both, by both (AWS Backup Developer Guide, Assigning resources). */
function isSelected(selection: Selection, cluster: Cluster): boolean {
  const { resources, notResources, tags, conditions } = selection;
  if (notResources.some((pattern) => matches(pattern, cluster.arn))) return false;
  const isTagged = ({ key, value }: TagCondition) => cluster.tags[key] === value;
  const byArn =
    resources.length === 0
      ? tags.length + conditions.length > 0
      : resources.some((pattern) => matches(pattern, cluster.arn));
  return byArn && (tags.length === 0 || tags.some(isTagged)) && conditions.every(isTagged);
}

function matches(pattern: string, arn: string): boolean {
  const source = pattern.replaceAll(/[.+^${}()|[\]\\?]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(arn);
}
