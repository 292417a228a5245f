import type * as client from '@aws-sdk/client-rds-data';
import type { ExecuteStatementRequest, SqlParameter } from '@aws-sdk/client-rds-data';
import type { DataSession, StatementResult } from '../../data/data-store';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region, World } from '../../world';
import { notModelled } from '../not-modelled';
import { secretAccess } from '../secretsmanager/operations';
import type { Connections, ConnectionTarget } from './connections';
import { toField, toJson, toMetadata } from './result-fields';
import { runStatement } from './statement';
import { refuseUnsupported } from './supported-types';
import type { Transactions } from './transactions';

/** A larger result is an error (RDS Data API Reference, ExecuteStatement). */
const MAXIMUM_RESULT_BYTES = 1024 * 1024;

export function operationsOf(
  region: Region,
  connections: Connections,
  transactions: Transactions,
): Operations<typeof client> {
  const { world } = region;
  return {
    ExecuteStatement: {
      access: (input) => accessTo(region, 'rds-data:ExecuteStatement', input),
      async handle(input) {
        refuseUnmodelled('ExecuteStatement', input);
        const target = targetOf(input);
        const { sql = '', parameters = [], transactionId } = input;
        if (transactionId !== undefined) {
          const result = await runStatement(
            world,
            transactions.use(transactionId, target.resourceArn),
            sql,
            parameters,
          );
          return responseTo(input, result);
        }
        const session = await connections.shared(target);
        return responseTo(input, await runAlone(world, session, sql, parameters));
      },
    },
    BatchExecuteStatement: {
      access: (input) => accessTo(region, 'rds-data:BatchExecuteStatement', input),
      async handle(input) {
        if (input.schema !== undefined) throw notModelled('rds-data:BatchExecuteStatement with schema');
        const target = targetOf(input);
        const { sql = '', parameterSets = [[]], transactionId } = input;
        const id = transactionId ?? (await transactions.begin(target.resourceArn, await connections.own(target)));
        try {
          for (const parameters of parameterSets) {
            await runStatement(world, transactions.use(id, target.resourceArn), sql, parameters);
          }
        } catch (error) {
          if (transactionId === undefined) await transactions.end(id, target.resourceArn, 'ROLLBACK');
          throw error;
        }
        if (transactionId === undefined) await transactions.end(id, target.resourceArn, 'COMMIT');
        return { updateResults: parameterSets.map(() => ({ generatedFields: [] })) };
      },
    },
    BeginTransaction: {
      access: (input) => accessTo(region, 'rds-data:BeginTransaction', input),
      async handle(input) {
        if (input.schema !== undefined) throw notModelled('rds-data:BeginTransaction with schema');
        const target = targetOf(input);
        return { transactionId: await transactions.begin(target.resourceArn, await connections.own(target)) };
      },
    },
    CommitTransaction: {
      access: (input) => accessTo(region, 'rds-data:CommitTransaction', input),
      async handle(input) {
        await transactions.end(input.transactionId ?? '', input.resourceArn ?? '', 'COMMIT');
        return { transactionStatus: 'Transaction Committed' };
      },
    },
    RollbackTransaction: {
      access: (input) => accessTo(region, 'rds-data:RollbackTransaction', input),
      async handle(input) {
        await transactions.end(input.transactionId ?? '', input.resourceArn ?? '', 'ROLLBACK');
        return { transactionStatus: 'Rollback Complete' };
      },
    },
  };
}

interface Request {
  readonly resourceArn?: string;
  readonly secretArn?: string;
  readonly database?: string;
}

/** The Data API reads the secret with the caller's own permissions (Aurora User Guide, Authorizing access to the Data API). */
function accessTo(region: Region, action: string, input: Request): readonly Access[] {
  const tags = region.rds.clusters.find(input.resourceArn ?? '')?.tags ?? {};
  const conditions = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
  return [
    { action, resource: input.resourceArn ?? '*', conditions },
    { action: 'secretsmanager:GetSecretValue', ...secretAccess(region, input.secretArn ?? '*') },
  ];
}

function targetOf({ resourceArn, secretArn, database }: Request): ConnectionTarget {
  if (resourceArn === undefined || secretArn === undefined) {
    throw new AwsError('BadRequestException', 'resourceArn and secretArn are required');
  }
  return { resourceArn, secretArn, database };
}

function refuseUnmodelled(operation: string, input: ExecuteStatementRequest): void {
  const unmodelled = [
    ['schema', input.schema !== undefined],
    ['continueAfterTimeout', input.continueAfterTimeout === true],
  ] as const;
  for (const [name, isGiven] of unmodelled) {
    if (isGiven) throw notModelled(`rds-data:${operation} with ${name}`);
  }
}

/** A statement that opens a transaction of its own does not get to keep it: the connection is shared. */
async function runAlone(
  world: World,
  session: DataSession,
  sql: string,
  parameters: readonly SqlParameter[],
): Promise<StatementResult> {
  try {
    return await runStatement(world, session, sql, parameters);
  } finally {
    if (session.inTransaction) await session.execute('ROLLBACK', []);
  }
}

function responseTo(input: ExecuteStatementRequest, result: StatementResult) {
  const { columns, rows } = result;
  const isQuery = columns.length > 0;
  refuseUnsupported(columns);
  const size = rows.reduce((sum, row) => sum + row.reduce((length, text) => length + (text?.length ?? 0), 0), 0);
  if (size > MAXIMUM_RESULT_BYTES) {
    throw new AwsError('BadRequestException', 'Database returned more than the allowed response size limit');
  }
  const response = { numberOfRecordsUpdated: result.changedRows, generatedFields: isQuery ? undefined : [] };
  if (!isQuery) return response;
  if (input.formatRecordsAs === 'JSON') {
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column.name, toJson(column, row[index] ?? null)])),
    );
    return { ...response, formattedRecords: JSON.stringify(objects) };
  }
  return {
    ...response,
    columnMetadata: input.includeResultMetadata === true ? columns.map(toMetadata) : undefined,
    records: rows.map((row) =>
      columns.map((column, index) => toField(column, row[index] ?? null, input.resultSetOptions)),
    ),
  };
}
