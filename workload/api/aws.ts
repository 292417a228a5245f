import { ExecuteStatementCommand, type Field, RDSDataClient, type SqlParameter } from '@aws-sdk/client-rds-data';
import { GetParametersCommand, type Parameter, SSMClient } from '@aws-sdk/client-ssm';
import { DatabaseUnavailableError, type Dependencies, type Query } from './database';

/** How long the place of the database is remembered: after a failover the workload must find the new one by itself. */
const REMEMBER_MS = 15_000;

interface Place {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly readAtMs: number;
}

let ssm: SSMClient | undefined;
let data: RDSDataClient | undefined;
let place: Place | undefined;

export const aws: Dependencies = { query, now: () => new Date() };

async function query(...[sql, parameters = {}]: Parameters<Query>): ReturnType<Query> {
  const { resourceArn, secretArn } = await findDatabase();
  data ??= new RDSDataClient();
  try {
    const result = await data.send(
      new ExecuteStatementCommand({
        resourceArn,
        secretArn,
        database: process.env['DATABASE_NAME'],
        sql,
        parameters: Object.entries(parameters).map(toParameter),
      }),
    );
    return { rows: (result.records ?? []).map((row) => row.map(toValue)), updated: result.numberOfRecordsUpdated ?? 0 };
  } catch (error) {
    // The next request looks again: the parameters may name another cluster by then.
    place = undefined;
    throw unavailableOr(error);
  }
}

/** The cluster and its secret, as the parameters of this very region name them. */
async function findDatabase(): Promise<Place> {
  const nowMs = Date.now();
  if (place !== undefined && nowMs - place.readAtMs < REMEMBER_MS) return place;
  const names = [required('CLUSTER_ARN_PARAMETER'), required('SECRET_ARN_PARAMETER')];
  ssm ??= new SSMClient();
  const { Parameters: found = [] } = await ssm.send(new GetParametersCommand({ Names: names }));
  const [resourceArn, secretArn] = names.map((name) => valueOf(found, name));
  if (resourceArn === undefined || secretArn === undefined)
    throw new DatabaseUnavailableError(`no database in this region yet: ${names.join(' and ')} do not name one`);
  place = { resourceArn, secretArn, readAtMs: nowMs };
  return place;
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
  'InternalServerErrorException',
  'InvalidSecretException',
  'SecretsErrorException',
  'ServiceUnavailableError',
  'StatementTimeoutException',
]);

function unavailableOr(error: unknown): unknown {
  if (!(error instanceof Error) || !UNAVAILABLE.has(error.name)) return error;
  return new DatabaseUnavailableError(`${error.name}: ${error.message}`);
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
