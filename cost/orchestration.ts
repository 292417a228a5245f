import { type PriceName, usdOf } from './prices';

/** What the orchestration of one execution uses; the database that it works on is not in it. */
export interface OrchestrationUse {
  readonly stateTransitions: number;
  readonly invocations: number;
  readonly gigabyteSeconds: number;
  /** Requests that have a price, by `service:Operation`. */
  readonly requests: Readonly<Record<string, number>>;
}

/** What is not here, such as describing a cluster, is free. */
export const PRICE_OF_REQUEST: Readonly<Record<string, PriceName>> = {
  's3:PutObject': 's3Put',
  's3:GetObject': 's3Get',
  'dynamodb:PutItem': 'dynamoDbWrite',
  'dynamodb:UpdateItem': 'dynamoDbWrite',
  'dynamodb:DeleteItem': 'dynamoDbWrite',
  'dynamodb:GetItem': 'dynamoDbRead',
  'sns:Publish': 'snsPublish',
  'monitoring:PutMetricData': 'metricRequests',
  'secretsmanager:GetSecretValue': 'secretRequests',
  'rds-data:BeginTransaction': 'dataApi',
  'rds-data:ExecuteStatement': 'dataApi',
  'rds-data:RollbackTransaction': 'dataApi',
};

export function isPricedRequest(request: string): boolean {
  return PRICE_OF_REQUEST[request] !== undefined;
}

/** @returns US dollars in the region in which the execution runs */
export function orchestrationUsd(use: OrchestrationUse, region: string): number {
  const requests = Object.entries(use.requests).map(([request, count]) => {
    const price = PRICE_OF_REQUEST[request];
    return price === undefined ? 0 : usdOf(price, count, region);
  });
  return (
    usdOf('stateTransition', use.stateTransitions, region) +
    usdOf('lambdaRequests', use.invocations, region) +
    usdOf('lambdaCompute', use.gigabyteSeconds, region) +
    requests.reduce((all, each) => all + each, 0)
  );
}
