import { readFileSync } from 'node:fs';
import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import type { Region } from '../../simulator/world';
import type { Operator } from './operator';

/** Creates the workload's tables, as a deployment of the workload would: over the Data API, as the master user. */
export async function applySchema(
  operator: Operator,
  region: Region,
  { clusterIdentifier, secretName }: { readonly clusterIdentifier: string; readonly secretName: string },
  schemaPath: string,
): Promise<void> {
  const { arn } = region.secretsManager.get(secretName);
  const run = statementRunner(operator, region, clusterIdentifier, arn);
  for (const sql of statementsIn(schemaPath)) await run(sql);
}

/** Runs one statement after the other as the user whose secret it is, in the cluster's own database. */
export function statementRunner(
  operator: Operator,
  region: Region,
  clusterIdentifier: string,
  secretArn: string | undefined,
): (sql: string) => Promise<void> {
  const { arn, databaseName } = region.rds.cluster(clusterIdentifier);
  const client = operator.rdsData(region.name);
  return async (sql) => {
    await client.send(new ExecuteStatementCommand({ resourceArn: arn, secretArn, database: databaseName, sql }));
  };
}

/** Comments, and what a semicolon inside does not end: text, names, bodies between dollar signs. */
const TOKEN =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$|./gs;

/** The Data API takes one statement a call. */
export function statementsIn(path: string): readonly string[] {
  const statements = [''];
  for (const { 0: token, groups } of readFileSync(path, 'utf8').matchAll(TOKEN)) {
    if (token === ';') statements.push('');
    else if (groups?.['comment'] === undefined) statements.push(`${statements.pop() ?? ''}${token}`);
  }
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}
