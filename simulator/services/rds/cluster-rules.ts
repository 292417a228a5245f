import { AwsError } from '../../service';
import { checkMasterUsername, checkDatabaseName } from './database-names';
import { checkWindows } from './windows';

/** What RDS asks of every way of making a cluster, and of a change (RDS API Reference, CreateDBCluster and ModifyDBCluster). */
export function checkRetention(days: number | undefined): void {
  if (days === undefined || (Number.isInteger(days) && days >= 1 && days <= 35)) return;
  throw invalid(`Invalid backup retention period: ${days}. Retention period must be between 1 and 35`);
}

/** RDS API Reference, CreateDBCluster, Port: 1150-65535. */
export function checkPort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 1150 && port <= 65_535)) return;
  throw invalid(`Invalid port: ${port}. The port must be between 1150 and 65535`);
}

interface ClusterRequest {
  readonly DatabaseName?: string;
  readonly MasterUsername?: string;
  readonly MasterUserPassword?: string;
  readonly ManageMasterUserPassword: boolean;
  readonly MasterUserSecret?: { readonly KmsKeyId?: string };
  readonly StorageEncrypted: boolean;
  readonly KmsKeyId?: string;
  readonly PreferredBackupWindow?: string;
  readonly PreferredMaintenanceWindow?: string;
}

/** What a new cluster, also a secondary, may not say together. */
export function checkClusterRequest(request: ClusterRequest): void {
  checkWindows(request.PreferredBackupWindow, request.PreferredMaintenanceWindow);
  if (request.KmsKeyId !== undefined && !request.StorageEncrypted) {
    throw unfitting('You must enable StorageEncrypted when you specify KmsKeyId for DB engine aurora-postgresql');
  }
  if (request.MasterUserSecret?.KmsKeyId !== undefined && !request.ManageMasterUserPassword) {
    throw unfitting('You must enable ManageMasterUserPassword to use MasterUserSecretKmsKeyId.');
  }
}

/** The master user of a cluster that is no secondary, and the database that it is made with; the user's name. */
export function checkMasterUser(request: ClusterRequest): string {
  const { MasterUsername: name, MasterUserPassword: password, ManageMasterUserPassword: isManaged } = request;
  if (name === undefined || name === '') throw missing('MasterUsername');
  checkMasterUsername(name);
  if (request.DatabaseName !== undefined) checkDatabaseName(request.DatabaseName);
  if (isManaged && password !== undefined) {
    throw unfitting("You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.");
  }
  if (!isManaged && (password === undefined || password === '')) throw missing('MasterUserPassword');
  return name;
}

function missing(parameter: string): AwsError {
  return invalid(`The parameter ${parameter} must be provided and must not be blank.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

function unfitting(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}
