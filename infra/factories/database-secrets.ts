import { RemovalPolicy } from 'aws-cdk-lib';
import { type ReplicaRegion, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';

export const MASTER_USER = 'postgres';

/** What RDS takes of a master password is 8 to 41 characters without these (RDS API, CreateDBCluster); the rest are a shell's. */
export const EXCLUDED_CHARACTERS = '/@"\'\\ $`&|;<>()';

export interface DatabaseSecretsProps {
  readonly config: Config;
}

export interface DatabaseSecrets {
  readonly master: Secret;
  /** Of the workload, and of the smoke test. */
  readonly application: Secret;
  /** Of the manifest. */
  readonly reader: Secret;
}

/** Who logs in to the database of the reference workload. */
export function databaseSecrets(scope: Construct, id: string, { config }: DatabaseSecretsProps): DatabaseSecrets {
  const { secrets, readerSecret } = namesOf(config);
  const both = [{ region: config.standbyRegion }];
  return {
    master: databaseSecret(scope, `Master${id}`, {
      secretName: secrets.master,
      description: 'The master user of the database',
      username: MASTER_USER,
      replicaRegions: both,
    }),
    application: databaseSecret(scope, `Application${id}`, {
      secretName: secrets.application,
      description: 'With what the workload logs in to the database',
      username: 'application',
      replicaRegions: both,
    }),
    reader: databaseSecret(scope, `Reader${id}`, {
      secretName: readerSecret,
      description: 'With what the manifest of the database is taken',
      username: config.validation.readerRole,
    }),
  };
}

interface DatabaseSecretProps {
  readonly secretName: string;
  readonly username: string;
  readonly description: string;
  /** @default none: a restored database has no use for it */
  readonly replicaRegions?: ReplicaRegion[];
}

/**
 * A user of the database and a password that nobody has chosen; where it is replicated, under one name in both regions: a
 * restored database takes the password of the replica, which the lost region is not asked for. Each region encrypts it with its own AWS managed
 * key: one of ours would cost a dollar a month, and another permission in the recovery path. It outlives the stack, as
 * the backups do that it opens.
 */
function databaseSecret(scope: Construct, id: string, props: DatabaseSecretProps): Secret {
  const { secretName, description, username, replicaRegions } = props;
  return new Secret(scope, id, {
    secretName,
    description,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username }),
      generateStringKey: 'password',
      passwordLength: 32,
      excludeCharacters: EXCLUDED_CHARACTERS,
    },
    replicaRegions,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}
