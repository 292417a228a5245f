import type { Change, ChangeInfo } from '@aws-sdk/client-route-53';
import { AwsError } from '../../service';
import type { World } from '../../world';
import { hasTakenOver } from './accelerated-recovery';
import { applyChanges, type Records } from './change-batch';
import { identityOf, type RecordSet } from './record-set';

/** While us-east-1 is dark a change that was accepted waits: this is how often it is tried again. */
export const STRANDED_RETRY_MS = 60_000;

/** One public hosted zone: the records that the control plane keeps, and those that the name servers have by now. */
export class HostedZone {
  readonly id: string;
  /** With the dot at the end. */
  readonly name: string;
  readonly callerReference: string;
  readonly nameServers: readonly string[];
  /** Whether changes go on in another region when us-east-1 is dark for long. */
  acceleratedRecovery = false;
  readonly #world: World;
  #records: Records;
  #served: Records;
  #pending = 0;

  constructor(world: World, zone: { readonly id: string; readonly name: string; readonly callerReference: string }) {
    this.#world = world;
    this.id = zone.id;
    this.name = zone.name;
    this.callerReference = zone.callerReference;
    this.nameServers = ['com', 'net', 'org', 'co.uk'].map(
      (domain, index) => `ns-${index + 1}.awsdns-0${index}.${domain}`,
    );
    this.#records = new Map(this.#ownRecords().map((record) => [identityOf(record), record]));
    this.#served = this.#records;
  }

  /** As the control plane lists them: by name, labels from the right, then type, then set identifier. */
  get records(): readonly RecordSet[] {
    return [...this.#records.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }

  /** What the name servers answer with. */
  served(name: string): readonly RecordSet[] {
    return [...this.#served.values()].filter((record) => record.name === name);
  }

  /** Whether nothing but the zone's own records is in it. */
  get isEmpty(): boolean {
    return this.#records.size === this.#ownRecords().length;
  }

  /** Makes the changes, and says when the name servers have them, or that nobody knows of them any more. */
  change(
    changes: readonly Change[],
    info: ChangeInfo,
    on: { readonly served: () => void; readonly lost: () => void },
  ): void {
    // Route 53 API reference, PriorRequestNotComplete: one change of a zone at a time.
    if (this.#pending > 0) {
      throw new AwsError(
        'PriorRequestNotComplete',
        'The request was rejected because Route 53 was still processing a prior request.',
      );
    }
    const before = this.#records;
    this.#records = applyChanges(this, before, changes);
    const submittedAtMs = this.#world.scheduler.now();
    const { scheduler, durations, trace } = this.#world;
    this.#pending += 1;
    const records = this.#records;
    const serve = (): void => {
      if (this.#world.isDark('us-east-1') && !this.#isMadeElsewhere(submittedAtMs)) {
        if (!this.#hasMovedAway()) {
          scheduler.after(STRANDED_RETRY_MS, serve);
          return;
        }
        // What was accepted before and not copied yet is stranded: it has to be made again (Developer Guide).
        this.#pending -= 1;
        this.#records = before;
        on.lost();
        return;
      }
      this.#pending -= 1;
      this.#served = records;
      trace.record({ kind: 'resource', region: 'global', type: 'dns-change', id: info.Id ?? '', status: 'INSYNC' });
      on.served();
    };
    scheduler.after(durations.drawMs('route53ChangePropagation'), serve);
  }

  #hasMovedAway(): boolean {
    return this.acceleratedRecovery && hasTakenOver(this.#world);
  }

  #isMadeElsewhere(submittedAtMs: number): boolean {
    if (!this.#hasMovedAway()) return false;
    const darkSinceMs = this.#world.faults.darkSinceMs('us-east-1', this.#world.scheduler.now());
    return darkSinceMs !== undefined && submittedAtMs > darkSinceMs;
  }

  #ownRecords(): readonly RecordSet[] {
    const own = { name: this.name, setIdentifier: undefined, failover: undefined, healthCheckId: undefined };
    const soa = `${this.nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
    const servers = this.nameServers.map((server) => `${server}.`);
    return [
      { ...own, type: 'NS', data: { kind: 'records', ttl: 172_800, values: servers } },
      { ...own, type: 'SOA', data: { kind: 'records', ttl: 900, values: [soa] } },
    ];
  }
}

export function sortKey({ name, type, setIdentifier }: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): string {
  return `${reverseLabels(name)}\0${type}\0${setIdentifier ?? ''}`;
}

/** `app.example.com.` becomes `com.example.app`. */
export function reverseLabels(name: string): string {
  return name.split('.').filter(Boolean).reverse().join('.');
}
