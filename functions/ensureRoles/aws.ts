import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, execute, type Parameters, type Rows } from '../shared/data-api';
import { type Login, readLogin } from '../shared/logins';
import { whenResumed } from '../shared/resuming';

export interface RoleDatabase {
  /** What a secret of this region holds. */
  login(secretName: string): Promise<Login>;
  /** Runs one statement as the user of the database's secret. */
  execute(database: Database, databaseName: string, sql: string, parameters?: Parameters): Promise<Rows>;
}

const rdsData = lazy(() => new RDSDataClient(clientSettings({ requestTimeoutMs: 45_000 })));
const secretsManager = lazy(() => new SecretsManagerClient(clientSettings()));

export const aws: RoleDatabase = {
  login: (secretName) => readLogin(secretsManager(), secretName),
  execute: (database, databaseName, sql, parameters) =>
    whenResumed(() => execute(rdsData(), database, databaseName, sql, parameters)),
};
