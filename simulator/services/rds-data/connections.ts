import * as z from 'zod';
import type { ClusterData, DataLogin, DataSession } from '../../data/data-store';
import { SqlError } from '../../data/data-store';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { connectTo } from '../rds/auto-pause';
import type { Cluster, Instance } from '../rds/model';

export interface ConnectionTarget {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly database: string | undefined;
}

/** Good as long as it was let in with this password, and nobody's way in has changed since. */
interface SharedSession {
  readonly session: DataSession;
  readonly password: string;
  readonly loginRevision: number;
  /** Of which start of which instance it is a connection. */
  readonly run: string;
}

const Credentials = z.object({ username: z.string(), password: z.string() });

/** Connections to the clusters of one region, made as the Data API makes them: through a secret, never with a password. */
export class Connections {
  readonly #region: Region;
  /** By the data itself: a cluster that was removed takes its connections along. */
  readonly #shared = new WeakMap<ClusterData, Map<string, SharedSession>>();

  constructor(region: Region) {
    this.#region = region;
  }

  /** The connection that statements outside transactions share. */
  async shared(target: ConnectionTarget): Promise<DataSession> {
    const { data, login, database, run } = this.#resolve(target);
    const sessions = this.#shared.get(data) ?? new Map<string, SharedSession>();
    this.#shared.set(data, sessions);
    const key = `${login.username}/${database}`;
    const known = sessions.get(key);
    const { loginRevision } = data;
    const isOpen = known?.session.isConnected === true && known.run === run;
    if (isOpen && known.password === login.password && known.loginRevision === loginRevision) return known.session;
    sessions.delete(key);
    await known?.session.end();
    const session = await connect(data, login, database);
    sessions.set(key, { session, password: login.password, loginRevision, run });
    return session;
  }

  /** A connection for one transaction. */
  own(target: ConnectionTarget): Promise<DataSession> {
    const { data, login, database } = this.#resolve(target);
    return connect(data, login, database);
  }

  #resolve(target: ConnectionTarget): {
    readonly data: ClusterData;
    readonly login: DataLogin;
    readonly database: string;
    readonly run: string;
  } {
    const cluster = this.#cluster(target.resourceArn);
    const { data, writer } = this.#live(cluster);
    const login = this.#loginIn(target.secretArn);
    // PostgreSQL's default, whatever the secret says of `dbname` (https://github.com/aws/aws-cli/issues/8577).
    return { data, login, database: target.database ?? login.username, run: runOf(writer) };
  }

  #cluster(arn: string): Cluster {
    const cluster = this.#region.rds.clusters.find(arn);
    if (cluster === undefined || cluster.arn !== arn) {
      throw new AwsError('DatabaseNotFoundException', `Database cluster ${arn} was not found`, { status: 404 });
    }
    if (!cluster.httpEndpointEnabled) {
      throw new AwsError(
        'HttpEndpointNotEnabledException',
        `HttpEndpoint is not enabled for cluster ${cluster.identifier}`,
      );
    }
    return cluster;
  }

  #live(cluster: Cluster): { readonly data: ClusterData; readonly writer: Instance } {
    const { instances } = this.#region.rds;
    if (instances.of(cluster).length === 0) {
      throw new AwsError(
        'DatabaseNotFoundException',
        `The DB cluster ${cluster.identifier} doesn't have a DB instance`,
        {
          status: 404,
        },
      );
    }
    const writer = instances.writerOf(cluster);
    if (writer === undefined || cluster.data === undefined) {
      throw new AwsError(
        'DatabaseUnavailableException',
        `The writer instance of the DB cluster ${cluster.identifier} isn't available`,
        { status: 504 },
      );
    }
    connectTo(this.#region, writer);
    return { data: cluster.data, writer };
  }

  /** Whether it lets anybody in, is PostgreSQL's to say. */
  #loginIn(secretArn: string): DataLogin {
    const secret = this.#region.secretsManager.find(secretArn);
    if (secret === undefined) {
      throw new AwsError(
        'SecretsErrorException',
        `There was a problem with the Secrets Manager secret ${secretArn}: Secrets Manager can't find the specified secret.`,
      );
    }
    if (secret.deletion !== undefined) {
      throw new AwsError(
        'SecretsErrorException',
        `There was a problem with the Secrets Manager secret ${secretArn}: it was marked for deletion.`,
      );
    }
    const credentials = Credentials.safeParse(parseJson(secret.value));
    if (!credentials.success) {
      throw new AwsError('InvalidSecretException', `The secret ${secretArn} doesn't hold a username and a password`);
    }
    return credentials.data;
  }
}

/**
 * PostgreSQL's error as the Data API passes it on: with its hint and position where it has them, and never its detail
 * (https://github.com/cloud-utils/aurora-data-api/issues/53, and what that library reads of it).
 */
export function databaseError(error: SqlError, severity: 'ERROR' | 'FATAL' = 'ERROR'): AwsError {
  const parts = [
    `${severity}: ${error.message}`,
    ...(error.hint === undefined ? [] : [`Hint: ${error.hint}`]),
    ...(error.position === undefined ? [] : [`Position: ${error.position}`]),
    `SQLState: ${error.sqlState}`,
  ];
  return new AwsError('DatabaseErrorException', parts.join('; '));
}

/** A connection ends with the run of the instance that it was made to. */
export function runOf({ identifier, runs }: Instance): string {
  return `${identifier}/${runs}`;
}

async function connect(data: ClusterData, login: DataLogin, database: string): Promise<DataSession> {
  try {
    return await data.connect(login, database);
  } catch (error) {
    if (error instanceof SqlError) throw databaseError(error, 'FATAL');
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
