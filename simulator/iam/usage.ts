import type { Access } from '../service';
import type { Decision } from './evaluate';

/** What one role asked for, each action and resource once, in order. */
export interface RoleUsage {
  readonly allowed: readonly UsedAccess[];
  readonly denied: readonly UsedAccess[];
}

export interface UsedAccess {
  readonly action: string;
  readonly resource: string;
}

/** What every role did with its permissions: the ground truth for a least-privilege check. */
export class Usage {
  readonly #byRole = new Map<string, Map<string, UsedAccess & { readonly allowed: boolean }>>();

  record(roleArn: string, { action, resource }: Access, decision: Decision): void {
    let used = this.#byRole.get(roleArn);
    if (used === undefined) {
      used = new Map();
      this.#byRole.set(roleArn, used);
    }
    const allowed = decision === 'allowed';
    const key = `${allowed} ${action} ${resource}`;
    if (!used.has(key)) used.set(key, { action, resource, allowed });
  }

  get roles(): readonly string[] {
    return [...this.#byRole.keys()].sort();
  }

  of(roleArn: string): RoleUsage {
    const used = [...(this.#byRole.get(roleArn)?.values() ?? [])];
    const pick = (wanted: boolean) =>
      used.filter(({ allowed }) => allowed === wanted).map(({ action, resource }) => ({ action, resource }));
    return { allowed: pick(true), denied: pick(false) };
  }
}
