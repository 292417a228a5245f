import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { connect } from './aws';
import { DatabaseUnavailableError, type Dependencies } from './database';
import { latestHeartbeat, parseHeartbeat, recordHeartbeat } from './heartbeats';

/** The reference workload: three routes over one table. */
export const build =
  (dependencies: Dependencies) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
      return await route(event, dependencies);
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error;
      return answer(503, { status: 'unavailable', reason: error.message }, { 'retry-after': '5' });
    }
  };

export const handler = build(connect());

async function route(event: APIGatewayProxyEventV2, { query, now }: Dependencies) {
  switch (event.routeKey) {
    case 'GET /health':
      await query('select 1');
      return answer(200, { status: 'ok', database: 'ok', region: process.env['AWS_REGION'] });

    case 'POST /heartbeats': {
      const heartbeat = parseHeartbeat(bodyOf(event));
      if (!heartbeat.success) return answer(400, { error: heartbeat.problem });
      const created = await recordHeartbeat(query, heartbeat.data, now());
      return answer(created ? 201 : 200, {
        clientId: heartbeat.data.clientId,
        sequence: heartbeat.data.sequence,
        created,
        region: process.env['AWS_REGION'],
      });
    }

    case 'GET /heartbeats/latest': {
      const latest = await latestHeartbeat(query, event.queryStringParameters?.['clientId']);
      return latest === undefined ? answer(404, { error: 'no heartbeat yet' }) : answer(200, latest);
    }

    default:
      return answer(404, { error: `no route ${event.routeKey}` });
  }
}

function bodyOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): string {
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function answer(statusCode: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
