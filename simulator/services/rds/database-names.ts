import { AwsError } from '../../service';

/** PostgreSQL's reserved key words (PostgreSQL manual, SQL Key Words), and what RDS keeps for itself. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create ' +
    'current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc ' +
    'distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral ' +
    'leading limit localtime localtimestamp not null offset on only or order placing primary references returning ' +
    'select session_user some symmetric table then to trailing true union unique user using variadic when where window ' +
    'with admin rdsadmin'
  ).split(' '),
);

/**
 * 1 to 63 letters, digits and underscores, a letter first, no reserved word (RDS API Reference, CreateDBCluster). RDS's own
 * texts of reserved words: aws/aws-cdk #10579; of roles that begin with `pg_`: DataShades/ckan-aws-templates #6.
 */
export function checkMasterUsername(name: string): void {
  if (name.toLowerCase().startsWith('pg_')) {
    throw new AwsError(
      'InvalidParameterValue',
      `MasterUsername ${name} cannot be used because role names starting with "pg_" are reserved by the PostgreSQL engine`,
    );
  }
  check('MasterUsername', name);
}

/** As RDS words it (hashicorp/terraform-provider-aws #38528); PostgreSQL's names take an underscore (RDS API Reference, DBName). */
export function checkDatabaseName(name: string): void {
  check('DatabaseName', name);
}

function check(parameter: 'MasterUsername' | 'DatabaseName', name: string): void {
  if (!/^[a-zA-Z]\w{0,62}$/.test(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      `${parameter} must begin with a letter and contain only alphanumeric characters.`,
    );
  }
  if (RESERVED.has(name.toLowerCase())) {
    throw new AwsError(
      'InvalidParameterValue',
      `${parameter} ${name} cannot be used as it is a reserved word used by the engine`,
    );
  }
}
