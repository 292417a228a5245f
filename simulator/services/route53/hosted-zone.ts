import type { Change, ChangeInfo } from '@aws-sdk/client-route-53';
import { AwsError } from '../../service';
import type { World } from '../../world';
import { applyChanges, type Records } from './change-batch';
import { identityOf, type RecordSet } from './record-set';

/** While us-east-1 is dark a change that was accepted waits: this is how often it is tried again. */
const STRANDED_RETRY_MS = 60_000;

/** One public hosted zone: the records that the control plane keeps, and those that the name servers have by now. */
export class HostedZone {
  readonly id: string;
  /** With the dot at the end. */
  readonly name: string;
  readonly callerReference: string;
  readonly nameServers: readonly string[];
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

  /** Makes the changes, and calls `onServed` when the name servers have them. */
  change(changes: readonly Change[], info: ChangeInfo, onServed: () => void): void {
    // Route 53 API reference, PriorRequestNotComplete: one change of a zone at a time.
    if (this.#pending > 0) {
      throw new AwsError(
        'PriorRequestNotComplete',
        'The request was rejected because Route 53 was still processing a prior request.',
      );
    }
    this.#records = applyChanges(this.name, this.#records, changes);
    const { scheduler, durations, trace } = this.#world;
    this.#pending += 1;
    const records = this.#records;
    const serve = (): void => {
      if (this.#world.isDark('us-east-1')) {
        scheduler.after(STRANDED_RETRY_MS, serve);
        return;
      }
      this.#pending -= 1;
      this.#served = records;
      trace.record({ kind: 'resource', region: 'global', type: 'dns-change', id: info.Id ?? '', status: 'INSYNC' });
      onServed();
    };
    scheduler.after(durations.drawMs('route53ChangePropagation'), serve);
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
