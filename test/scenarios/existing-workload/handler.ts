import { ExecuteStatementCommand, type Field, RDSDataClient } from '@aws-sdk/client-rds-data';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';

/** A workload of somebody else's: all that it knows of Pilot Light are two parameters' names, as its template has them. */
export async function handler({ routeKey, body }: { readonly routeKey: string; readonly body?: string }) {
  const region = process.env['AWS_REGION'];
  if (routeKey === 'GET /status') {
    const [row] = await query('select count(*) from orders');
    return answer(200, { status: 'ok', orders: row?.[0]?.longValue, region });
  }
  await query('insert into orders (number, placed_at) values (:number, now())', JSON.parse(body ?? '{}').number);
  return answer(201, { region });
}

async function query(sql: string, number?: number): Promise<readonly (readonly Field[])[]> {
  const { records } = await new RDSDataClient({ maxAttempts: 1 }).send(
    new ExecuteStatementCommand({
      ...(await database()),
      database: process.env['DATABASE'],
      sql,
      ...(number === undefined ? {} : { parameters: [{ name: 'number', value: { longValue: number } }] }),
    }),
  );
  return records ?? [];
}

async function database(): Promise<{
  readonly resourceArn: string | undefined;
  readonly secretArn: string | undefined;
}> {
  const names = ['CLUSTER_PARAMETER', 'SECRET_PARAMETER'].map((name) => process.env[name] ?? '');
  const { Parameters } = await new SSMClient({ maxAttempts: 1 }).send(new GetParametersCommand({ Names: names }));
  const [resourceArn, secretArn] = names.map((name) => Parameters?.find(({ Name }) => Name === name)?.Value);
  return { resourceArn, secretArn };
}

function answer(statusCode: number, body: unknown) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
