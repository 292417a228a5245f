import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';

export interface DatabaseSecretProps {
  readonly config: Config;
  readonly secretName: string;
  readonly description: string;
  readonly username: string;
}

/** What RDS takes of a master password is 8 to 41 characters without these (RDS API, CreateDBCluster); the rest are a shell's. */
const EXCLUDED = '/@"\'\\ $`&|;<>()';

/**
 * A user of the database and a password that nobody has chosen, in both regions under one name: a restored database takes
 * the password of the replica, which the lost region is not asked for. Each region encrypts it with its own AWS managed
 * key: one of ours would cost a dollar a month, and another permission in the recovery path. It outlives the stack, as
 * the backups do that it opens.
 */
export function databaseSecret(scope: Construct, id: string, props: DatabaseSecretProps): Secret {
  const { config, secretName, description, username } = props;
  return new Secret(scope, id, {
    secretName,
    description,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username }),
      generateStringKey: 'password',
      passwordLength: 32,
      excludeCharacters: EXCLUDED,
    },
    replicaRegions: [{ region: config.standbyRegion }],
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}
