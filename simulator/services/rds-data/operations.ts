import type * as client from '@aws-sdk/client-rds-data';
import type { ExecuteStatementRequest } from '@aws-sdk/client-rds-data';
import type { DataSession, StatementResult } from '../../data/data-store';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { secretAccess } from '../secretsmanager/operations';
import type { Connections, ConnectionTarget } from './connections';
import { toField, toJson, toMetadata } from './result-fields';
import { runStatement, type Statement } from './statement';
import { refuseUnsupported } from './supported-types';
import type { TransactionCall, Transactions } from './transactions';

/** A larger result, or row of one, is an error (Aurora User Guide, Troubleshooting Amazon RDS Data API). */
const MAXIMUM_RESULT_BYTES = 1024 * 1024;
const MAXIMUM_ROW_BYTES = 64 * 1024;
/** With its JSON (RDS Data API Reference, BatchExecuteStatement); the headers are not counted here. */
const MAXIMUM_REQUEST_BYTES = 4 * 1024 * 1024;

export function operationsOf(
  region: Region,
  connections: Connections,
  transactions: Transactions,
): Operations<typeof client> {
  return {
    ExecuteStatement: {
      access: (input) => accessTo(region, 'rds-data:ExecuteStatement', input),
      async handle(input, { calledAtMs }) {
        checkRequest(input);
        const target = targetOf(input);
        const { sql = '', parameters = [], transactionId, continueAfterTimeout: goesOn } = input;
        const statement = { clusterArn: target.resourceArn, sql, parameters, goesOn };
        if (transactionId !== undefined) {
          return await transactions.use(callFor(input, calledAtMs), async (session) =>
            responseTo(input, await runStatement(region, session, statement)),
          );
        }
        const session = await connections.shared(target);
        return responseTo(input, await runAlone(region, session, statement));
      },
    },
    BatchExecuteStatement: {
      access: (input) => accessTo(region, 'rds-data:BatchExecuteStatement', input),
      async handle(input, { calledAtMs }) {
        checkRequest(input);
        const target = targetOf(input);
        const { sql = '', parameterSets = [[]], transactionId } = input;
        const id = transactionId ?? (await transactions.begin(target.resourceArn, await connections.own(target)));
        const call = callFor({ ...input, transactionId: id }, transactionId === undefined ? undefined : calledAtMs);
        try {
          await transactions.use(call, async (session) => {
            for (const parameters of parameterSets) {
              await runStatement(region, session, { clusterArn: target.resourceArn, sql, parameters });
            }
          });
        } catch (error) {
          if (transactionId === undefined && transactions.has(id)) await transactions.end(call, 'ROLLBACK');
          throw error;
        }
        if (transactionId === undefined) await transactions.end(call, 'COMMIT');
        return { updateResults: parameterSets.map(() => ({ generatedFields: [] })) };
      },
    },
    BeginTransaction: {
      access: (input) => accessTo(region, 'rds-data:BeginTransaction', input),
      async handle(input) {
        checkRequest(input);
        const target = targetOf(input);
        return { transactionId: await transactions.begin(target.resourceArn, await connections.own(target)) };
      },
    },
    CommitTransaction: {
      access: (input) => accessTo(region, 'rds-data:CommitTransaction', input),
      async handle(input, { calledAtMs }) {
        await transactions.end(callFor(input, calledAtMs), 'COMMIT');
        return { transactionStatus: 'Transaction Committed' };
      },
    },
    RollbackTransaction: {
      access: (input) => accessTo(region, 'rds-data:RollbackTransaction', input),
      async handle(input, { calledAtMs }) {
        await transactions.end(callFor(input, calledAtMs), 'ROLLBACK');
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

/** @throws AwsError for what no call may have */
function checkRequest(input: { readonly schema?: string }): void {
  // Aurora User Guide, Comparing Data API behaviors, "Schema parameter behavior".
  if (input.schema !== undefined) throw new AwsError('ValidationException', "The schema parameter isn't supported");
  if (Buffer.byteLength(JSON.stringify(input)) > MAXIMUM_REQUEST_BYTES) {
    throw new AwsError('ValidationException', 'The request is larger than 4 MiB');
  }
}

function callFor(
  { transactionId = '', resourceArn = '' }: { readonly transactionId?: string; readonly resourceArn?: string },
  calledAtMs: number | undefined,
): TransactionCall {
  return { id: transactionId, clusterArn: resourceArn, calledAtMs };
}

/** A statement that opens a transaction of its own does not get to keep it: the connection is shared. */
async function runAlone(region: Region, session: DataSession, statement: Statement): Promise<StatementResult> {
  try {
    return await runStatement(region, session, statement);
  } finally {
    if (session.inTransaction) await session.execute('ROLLBACK', []);
  }
}

function responseTo(input: ExecuteStatementRequest, result: StatementResult) {
  const { columns, rows } = result;
  const isQuery = columns.length > 0;
  refuseUnsupported(columns);
  const sizes = rows.map((row) => row.reduce((bytes, text) => bytes + Buffer.byteLength(text ?? ''), 0));
  if (sizes.some((bytes) => bytes > MAXIMUM_ROW_BYTES)) {
    throw new AwsError('DatabaseErrorException', 'Packet for query is too large');
  }
  if (sizes.reduce((sum, bytes) => sum + bytes, 0) > MAXIMUM_RESULT_BYTES) {
    throw new AwsError('DatabaseErrorException', 'Database returned more than the allowed response size limit');
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
