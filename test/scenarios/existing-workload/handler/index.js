// A workload of somebody else's: all that it knows of Pilot Light are two parameters' names, as its template has them.
// The SDK is that of Lambda's runtime.
const { ExecuteStatementCommand, RDSDataClient } = require('@aws-sdk/client-rds-data');
const { GetParametersCommand, SSMClient } = require('@aws-sdk/client-ssm');

exports.handler = async ({ routeKey, body }) => {
  const region = process.env['AWS_REGION'];
  if (routeKey === 'GET /status') {
    const [[orders]] = await query('select count(*) from orders');
    return answer(200, { status: 'ok', orders: orders.longValue, region });
  }
  await query('insert into orders (number, placed_at) values (:number, cast(:placedAt as timestamptz))', [
    { name: 'number', value: { longValue: JSON.parse(body).number } },
    { name: 'placedAt', value: { stringValue: new Date().toISOString() } },
  ]);
  return answer(201, { placed: true });
};

async function query(sql, parameters) {
  const statement = { ...(await database()), database: process.env['DATABASE'], sql, parameters };
  const { records } = await new RDSDataClient({ maxAttempts: 1 }).send(new ExecuteStatementCommand(statement));
  return records;
}

async function database() {
  const names = ['CLUSTER_PARAMETER', 'SECRET_PARAMETER'].map((name) => process.env[name]);
  const { Parameters } = await new SSMClient({ maxAttempts: 1 }).send(new GetParametersCommand({ Names: names }));
  const [resourceArn, secretArn] = names.map((name) => Parameters.find(({ Name }) => Name === name)?.Value);
  return { resourceArn, secretArn };
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
