import type * as client from '@aws-sdk/client-secrets-manager';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { operationsOf } from './operations';
import type { Secret } from './secret';

declare module '../../world' {
  interface RegionalServices {
    readonly secretsManager: SecretsManager;
  }
}

export interface NewSecret {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
  /** Id, ARN or alias; without it the AWS managed key of the service. */
  readonly kmsKeyId?: string;
  readonly owningService?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly replicaRegions?: readonly string[];
}

const DAY_MS = 86_400_000;

/** The secrets of one region. */
export class SecretsManager {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #secrets = new Map<string, Secret>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'secretsmanager', operations: operationsOf(region) };
  }

  create(secret: NewSecret): Secret {
    const there = this.find(secret.name);
    // The text is Secrets Manager's own (hashicorp/terraform-provider-aws #5127).
    if (there?.deletion !== undefined) {
      throw new AwsError(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    }
    if (there !== undefined) {
      throw new AwsError(
        'ResourceExistsException',
        `The operation failed because the secret ${secret.name} already exists.`,
      );
    }
    const { world, kms, name } = this.#region;
    const unknown = secret.replicaRegions?.find((region) => region === name || !world.regions.has(region));
    if (unknown !== undefined) {
      throw new AwsError('InvalidParameterException', `Invalid replica region: ${unknown}`);
    }
    const keyId = secret.kmsKeyId ?? 'alias/aws/secretsmanager';
    const problem = kms.useKey(keyId);
    // The text is Secrets Manager's own (hashicorp/terraform-provider-aws #30273).
    if (problem !== undefined) {
      throw new AwsError('EncryptionFailure', `Secrets Manager can't encrypt the secret value: ${problem}`);
    }
    const key = kms.get(keyId);
    const now = new Date(world.scheduler.now());
    const made: Secret = {
      name: secret.name,
      arn: this.#newArn(secret.name),
      description: secret.description ?? '',
      kmsKeyArn: key.arn,
      owningService: secret.owningService,
      createdAt: now,
      changedAt: now,
      versionId: this.#uuid(),
      value: secret.value,
      tags: secret.tags ?? {},
      replicaRegions: secret.replicaRegions ?? [],
      primaryRegion: undefined,
      deletion: undefined,
    };
    this.#secrets.set(made.arn, made);
    for (const region of made.replicaRegions) world.region(region).secretsManager.receive(made, this.#region.name);
    return made;
  }

  /** Takes in what the primary of a replica holds now; its key is the region's own. */
  receive(primary: Secret, primaryRegion: string): void {
    const { name, kms } = this.#region;
    const arn = primary.arn.replace(`:${primaryRegion}:`, `:${name}:`);
    const kmsKeyArn = kms.get('alias/aws/secretsmanager').arn;
    this.#secrets.set(arn, { ...primary, arn, kmsKeyArn, replicaRegions: [], primaryRegion });
  }

  /** The secret of that name, ARN, or ARN without its random end. */
  find(id: string): Secret | undefined {
    return (
      this.#secrets.get(id) ??
      [...this.#secrets.values()].find((secret) => secret.name === id || secret.arn.slice(0, -7) === id)
    );
  }

  /** As `find`, with the API's own error. */
  get(id: string): Secret {
    const secret = this.find(id);
    if (secret === undefined) {
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return secret;
  }

  /** As `get`, for what is not done with a secret that is to be deleted (Secrets Manager API Reference, DeleteSecret). */
  getUsable(id: string): Secret {
    const secret = this.get(id);
    if (secret.deletion === undefined) return secret;
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  /** @param token becomes the id of the version: with the same one and the same value nothing changes */
  put(id: string, value: string, token?: string): Secret {
    const secret = this.getUsable(id);
    const { world, name } = this.#region;
    if (secret.primaryRegion !== undefined) {
      throw this.#onlyInPrimary(secret.primaryRegion);
    }
    if (token !== undefined && token === secret.versionId) {
      if (value === secret.value) return secret;
      throw new AwsError(
        'ResourceExistsException',
        `You tried to modify the existing version ${token}: a version cannot be changed, only made.`,
      );
    }
    secret.value = value;
    secret.versionId = token ?? this.#uuid();
    secret.changedAt = new Date(world.scheduler.now());
    for (const region of secret.replicaRegions) world.region(region).secretsManager.receive(secret, name);
    return secret;
  }

  /** At once and for good, as the service that owns a secret does it. */
  remove(id: string): void {
    const secret = this.find(id);
    if (secret === undefined) return;
    this.#secrets.delete(secret.arn);
    for (const region of secret.replicaRegions) this.#region.world.region(region).secretsManager.remove(secret.name);
  }

  /** Secrets Manager API Reference, DeleteSecret: not while it is replicated. */
  removeUnreplicated(id: string): void {
    this.remove(this.#unreplicated(id).arn);
  }

  /** Deletes a secret when its recovery window is over, unless it is restored before. */
  scheduleDeletion(id: string, windowDays: number): Secret {
    const { scheduler } = this.#region.world;
    const secret = this.#unreplicated(id);
    const nowMs = scheduler.now();
    const deletion = { requestedAt: new Date(nowMs), dueAt: new Date(nowMs + windowDays * DAY_MS) };
    secret.deletion = deletion;
    scheduler.at(deletion.dueAt.getTime(), () => {
      if (secret.deletion === deletion) this.remove(secret.arn);
    });
    return secret;
  }

  /** Makes a replica a secret of its own, with the value that it has: the primary's region is not needed for it. */
  stopReplication(id: string): Secret {
    const { world, name } = this.#region;
    const replica = this.getUsable(id);
    if (replica.primaryRegion === undefined) {
      throw new AwsError('InvalidRequestException', `The secret ${replica.name} is not a replica.`);
    }
    world.region(replica.primaryRegion).secretsManager.forgetReplica(replica.name, name);
    const promoted: Secret = { ...replica, primaryRegion: undefined };
    this.#secrets.set(promoted.arn, promoted);
    return promoted;
  }

  forgetReplica(id: string, region: string): void {
    const secret = this.find(id);
    if (secret === undefined) return;
    const replicaRegions = secret.replicaRegions.filter((each) => each !== region);
    this.#secrets.set(secret.arn, { ...secret, replicaRegions });
  }

  #unreplicated(id: string): Secret {
    const secret = this.get(id);
    if (secret.primaryRegion !== undefined) throw this.#onlyInPrimary(secret.primaryRegion);
    if (secret.replicaRegions.length > 0) {
      throw new AwsError(
        'InvalidRequestException',
        `You can't delete secret ${secret.name} that still has replica regions ${secret.replicaRegions.join(', ')}.`,
      );
    }
    return secret;
  }

  removeReplicas(id: string, regions: readonly string[]): Secret {
    const secret = this.get(id);
    for (const region of regions) {
      if (!secret.replicaRegions.includes(region)) {
        throw new AwsError('InvalidParameterException', `The secret is not replicated to ${region}.`);
      }
      this.#region.world.region(region).secretsManager.remove(secret.name);
    }
    const kept = { ...secret, replicaRegions: secret.replicaRegions.filter((region) => !regions.includes(region)) };
    this.#secrets.set(kept.arn, kept);
    return kept;
  }

  /** The secret's own ARN, or what it would be called before the random end is known. */
  arnFor(id: string): string {
    return this.find(id)?.arn ?? (id.startsWith('arn:') ? id : `${this.#prefix()}${id}-??????`);
  }

  /** A password of the kind that AWS makes: `length` characters, none of `excluded`. */
  generatePassword(length: number, excluded: string, alphabet: string = PASSWORD_CHARACTERS): string {
    const allowed = alphabet.split('').filter((character) => !excluded.includes(character));
    const stream = `secretsmanager/${this.#region.name}/passwords`;
    return Array.from(
      { length },
      () => allowed[Math.floor(this.#region.world.random.next(stream) * allowed.length)] ?? 'a',
    ).join('');
  }

  #onlyInPrimary(region: string): AwsError {
    return new AwsError(
      'InvalidRequestException',
      `Operation not permitted on a replica secret. Call must be made in primary secret's region, ${region}.`,
    );
  }

  #newArn(name: string): string {
    const end = this.#region.world.random.hex(`secretsmanager/${this.#region.name}/arns`, 6);
    return `${this.#prefix()}${name}-${end}`;
  }

  #prefix(): string {
    return `arn:aws:secretsmanager:${this.#region.name}:${this.#region.world.accountId}:secret:`;
  }

  #uuid(): string {
    return this.#region.world.random.uuid(`secretsmanager/${this.#region.name}`);
  }
}

export const PASSWORD_CHARACTERS =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-.:;<=>?[]^_{|}~';
