import { ExecuteStatementCommand, type Field, RDSDataClient, type SqlParameter } from '@aws-sdk/client-rds-data';
import { GetParametersCommand, type Parameter, SSMClient } from '@aws-sdk/client-ssm';
import { DatabaseUnavailableError, type Dependencies, type Query } from './database';

/**
 * How long the place of the database is remembered; AWS's own Parameters and Secrets extension remembers for five minutes.
 * What ends an outage does not wait for it: before a restore no cluster is named, so nothing is remembered, and a cluster
 * that is gone, stopped or does not take writes fails the statement, after which the next request reads again.
 */
const REMEMBER_MS = 60_000;

/** Slow is not down: a region that everybody moves to answers late. A client is owed an answer within the API's 30 seconds. */
const SETTINGS = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 12_000, throwOnRequestTimeout: true },
};

interface Place {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly readAtMs: number;
}

/** The database of this region over the Data API. Nothing is read or opened before the first statement. */
export function connect(): Dependencies {
  let clients: { readonly ssm: SSMClient; readonly data: RDSDataClient } | undefined;
  let place: Place | undefined;

  const query: Query = async (sql, parameters = {}) => {
    clients ??= { ssm: new SSMClient(SETTINGS), data: new RDSDataClient(SETTINGS) };
    if (place === undefined || Date.now() - place.readAtMs >= REMEMBER_MS) place = await findDatabase(clients.ssm);
    try {
      const result = await clients.data.send(
        new ExecuteStatementCommand({
          resourceArn: place.resourceArn,
          secretArn: place.secretArn,
          database: required('DATABASE_NAME'),
          sql,
          parameters: Object.entries(parameters).map(toParameter),
        }),
      );
      return {
        rows: (result.records ?? []).map((row) => row.map(toValue)),
        updated: result.numberOfRecordsUpdated ?? 0,
      };
    } catch (error) {
      // The next request looks again: the parameters may name another cluster by then.
      place = undefined;
      throw unavailableOr(error);
    }
  };

  return { query, now: () => new Date() };
}

/** The cluster and its secret, as the parameters of this very region name them. */
async function findDatabase(ssm: SSMClient): Promise<Place> {
  const names = [required('CLUSTER_ARN_PARAMETER'), required('SECRET_ARN_PARAMETER')];
  const { Parameters: found = [] } = await ssm.send(new GetParametersCommand({ Names: names }));
  const [resourceArn, secretArn] = names.map((name) => valueOf(found, name));
  if (resourceArn === undefined || secretArn === undefined)
    throw new DatabaseUnavailableError(`no database in this region yet: ${names.join(' and ')} do not name one`);
  return { resourceArn, secretArn, readAtMs: Date.now() };
}

/** Before a restore, and after a drill, the parameter is missing or holds a word in place of an ARN. */
function valueOf(parameters: readonly Parameter[], name: string): string | undefined {
  const value = parameters.find((parameter) => parameter.Name === name)?.Value;
  return value?.startsWith('arn:') ? value : undefined;
}

/** Errors of the Data API that mean that no database answers (RDS Data API model); others are ours and stay. */
const UNAVAILABLE = new Set([
  'DatabaseNotFoundException',
  'DatabaseResumingException',
  'DatabaseUnavailableException',
  'HttpEndpointNotEnabledException',
  'InternalFailure',
  'InternalServerErrorException',
  'InvalidSecretException',
  'SecretsErrorException',
  'ServiceUnavailableError',
  'StatementTimeoutException',
  // No answer at all.
  'TimeoutError',
]);

function unavailableOr(error: unknown): unknown {
  if (!(error instanceof Error) || !(UNAVAILABLE.has(error.name) || isLockedOut(error))) return error;
  return new DatabaseUnavailableError(`${error.name}: ${error.message}`);
}

/** The password is being changed: the secret and the database have another one for a moment. */
function isLockedOut({ name, message }: Error): boolean {
  return name === 'DatabaseErrorException' && message.includes('SQLState: 28P01');
}

function toParameter([name, value]: [string, string | number]): SqlParameter {
  return { name, value: typeof value === 'number' ? { longValue: value } : { stringValue: value } };
}

function toValue(field: Field): string | number | boolean | null {
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? null;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is missing`);
  return value;
}
