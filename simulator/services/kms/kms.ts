import type * as client from '@aws-sdk/client-kms';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { otherRegionOf } from '../other-region';
import type { KmsKey } from './key';
import { operationsOf } from './operations';

declare module '../../world' {
  interface RegionalServices {
    readonly kms: Kms;
  }
}

/** The services whose managed keys may be used without being made first. */
const MANAGED_ALIASES = ['backup', 'dynamodb', 'lambda', 'rds', 's3', 'secretsmanager', 'sns', 'ssm'].map(
  (service) => `alias/aws/${service}`,
);

/** The keys of one region: their state, and whether another service could use them now. No cryptography. */
export class Kms {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #keys = new Map<string, KmsKey>();
  /** Alias name to key id. */
  readonly #aliases = new Map<string, string>();

  constructor(region: Region) {
    this.#region = region;
    this.service = {
      signingName: 'kms',
      operations: operationsOf(region),
      recordedByCloudTrail: {
        operations: ['DisableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'],
        arnOf: (input) => {
          const { KeyId } = Object(input) as { readonly KeyId?: string };
          return KeyId === undefined ? undefined : this.find(KeyId)?.arn;
        },
      },
    };
  }

  /** The key of that id, key ARN, alias name or alias ARN. */
  find(id: string): KmsKey | undefined {
    if (otherRegionOf(id, this.#region) !== undefined) return undefined;
    const alias = aliasOf(id);
    if (alias !== undefined) {
      const keyId = this.#aliases.get(alias) ?? this.#makeManaged(alias);
      return keyId === undefined ? undefined : this.#keys.get(keyId);
    }
    if (id.startsWith('arn:') && !id.startsWith(this.#arn('key/'))) return undefined;
    return this.#keys.get(id.slice(id.lastIndexOf('/') + 1));
  }

  get keys(): readonly KmsKey[] {
    return [...this.#keys.values()];
  }

  /** As `find`, with the API's own error. */
  get(id: string): KmsKey {
    const key = this.find(id);
    if (key !== undefined) return key;
    throw new AwsError('NotFoundException', this.#notFound(id));
  }

  /** KMS's own texts; of an ARN of another region as in kubernetes-retired/kube-aws #1041 and aws/aws-cli #4507. */
  #notFound(id: string): string {
    const elsewhere = otherRegionOf(id, this.#region);
    if (elsewhere !== undefined) return `Invalid arn ${elsewhere}`;
    const what = aliasOf(id) === undefined ? `Key '${this.#fullArn(id)}'` : `Alias ${this.#fullArn(id)}`;
    return `${what} ${aliasOf(id) === undefined ? 'does not exist' : 'is not found.'}`;
  }

  /** Whether another service could encrypt and decrypt with this key now. */
  isUsable(id: string): boolean {
    return this.useKey(id) === undefined;
  }

  /** Why the key cannot be used now; undefined when it can. The asking service gives the reason under its own error. */
  useKey(id: string): string | undefined {
    const key = this.find(id);
    if (key === undefined) return this.#notFound(id);
    if (key.state === 'Enabled') return undefined;
    return key.state === 'Disabled' ? `${key.arn} is disabled.` : `${key.arn} is pending deletion.`;
  }

  createKey(options: {
    readonly description?: string;
    readonly policy?: unknown;
    readonly enabled?: boolean;
    readonly multiRegion?: boolean;
    readonly tags?: Readonly<Record<string, string>>;
  }): KmsKey {
    return this.#add({
      manager: 'CUSTOMER',
      description: options.description ?? '',
      policy: options.policy,
      multiRegion: options.multiRegion ?? false,
      tags: options.tags ?? {},
      state: options.enabled === false ? 'Disabled' : 'Enabled',
    });
  }

  /** Enables or disables a key: what an administrator, or a fault, does. */
  setEnabled(id: string, enabled: boolean): void {
    const key = this.get(id);
    if (key.state === 'PendingDeletion') {
      throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
    }
    key.state = enabled ? 'Enabled' : 'Disabled';
    this.#record(key);
  }

  /** Keys are never deleted at once: they become unusable and go after the waiting period (KMS Developer Guide). */
  scheduleDeletion(id: string, waitingDays: number): void {
    const key = this.get(id);
    key.state = 'PendingDeletion';
    key.deletionDate = new Date(this.#region.world.scheduler.now() + waitingDays * 86_400_000);
    this.#record(key);
  }

  /** The key is disabled afterwards (KMS API Reference, CancelKeyDeletion). */
  cancelDeletion(id: string): void {
    const key = this.get(id);
    if (key.state !== 'PendingDeletion') {
      throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
    }
    key.state = 'Disabled';
    key.deletionDate = undefined;
    this.#record(key);
  }

  putAlias(alias: string, keyId: string): void {
    if (alias.startsWith('alias/aws/')) {
      throw new AwsError('NotAuthorizedException', 'Aliases that begin with alias/aws/ are reserved by AWS.');
    }
    this.#aliases.set(alias, this.get(keyId).keyId);
  }

  /** The names that lead to a key: the condition key `kms:ResourceAliases`. */
  aliasesOf(keyId: string): readonly string[] {
    return [...this.#aliases].filter(([, target]) => target === keyId).map(([alias]) => alias);
  }

  hasAlias(alias: string): boolean {
    return this.#aliases.has(alias);
  }

  removeAlias(alias: string): void {
    this.#aliases.delete(alias);
  }

  #makeManaged(alias: string): string | undefined {
    if (!alias.startsWith('alias/aws/')) return undefined;
    if (!MANAGED_ALIASES.includes(alias)) throw notModelled(`The AWS managed key ${alias}`);
    const description = `Default key that protects my ${alias.slice('alias/aws/'.length)} data when no other key is defined`;
    const { keyId } = this.#add({
      manager: 'AWS',
      description,
      policy: undefined,
      multiRegion: false,
      tags: {},
      state: 'Enabled',
    });
    this.#aliases.set(alias, keyId);
    return keyId;
  }

  #add(key: Omit<KmsKey, 'keyId' | 'arn' | 'createdAt'>): KmsKey {
    const { world, name } = this.#region;
    const uuid = world.random.uuid(`kms/${name}`);
    const keyId = key.multiRegion ? `mrk-${uuid.replaceAll('-', '')}` : uuid;
    const made = { ...key, keyId, arn: this.#arn(`key/${keyId}`), createdAt: new Date(world.scheduler.now()) };
    this.#keys.set(keyId, made);
    return made;
  }

  #record(key: KmsKey): void {
    const { world, name } = this.#region;
    world.trace.record({ kind: 'resource', region: name, type: 'kms-key', id: key.arn, status: key.state });
  }

  #fullArn(id: string): string {
    if (id.startsWith('arn:')) return id;
    return this.#arn(id.startsWith('alias/') ? id : `key/${id}`);
  }

  #arn(resource: string): string {
    return `arn:aws:kms:${this.#region.name}:${this.#region.world.accountId}:${resource}`;
  }
}

function aliasOf(id: string): string | undefined {
  const at = id.indexOf('alias/');
  return at === 0 || (id.startsWith('arn:') && at > 0) ? id.slice(at) : undefined;
}
