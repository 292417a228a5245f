// A workload of somebody else's: all it knows of Pilot Light are the names of two parameters, as its template gives them.
const { ExecuteStatementCommand, RDSDataClient } = require('@aws-sdk/client-rds-data');
const { GetParametersCommand, SSMClient } = require('@aws-sdk/client-ssm');

const clients = {};

exports.handler = async ({ routeKey, body }) => {
  clients.data ??= new RDSDataClient({ maxAttempts: 1 });
  if (routeKey === 'GET /status') {
    const [[{ longValue: orders }]] = await query('select count(*) from orders');
    return answer(200, { status: 'ok', orders, region: process.env.AWS_REGION });
  }
  await query('insert into orders (number, placed_at) values (:number, now())', JSON.parse(body).number);
  return answer(201, { region: process.env.AWS_REGION });
};

async function query(sql, number) {
  const { resourceArn, secretArn } = await database();
  const { records = [] } = await clients.data.send(
    new ExecuteStatementCommand({
      resourceArn,
      secretArn,
      database: process.env.DATABASE,
      sql,
      parameters: number === undefined ? [] : [{ name: 'number', value: { longValue: number } }],
    }),
  );
  return records;
}

async function database() {
  const { CLUSTER_PARAMETER, SECRET_PARAMETER } = process.env;
  clients.ssm ??= new SSMClient({ maxAttempts: 1 });
  const { Parameters } = await clients.ssm.send(
    new GetParametersCommand({ Names: [CLUSTER_PARAMETER, SECRET_PARAMETER] }),
  );
  const valueOf = (name) => Parameters.find(({ Name }) => Name === name)?.Value;
  return { resourceArn: valueOf(CLUSTER_PARAMETER), secretArn: valueOf(SECRET_PARAMETER) };
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
