import type { Access } from '../../service';
import type { ProviderRequest } from '../cloudformation/provider';

/**
 * What CloudFormation needs for a part of API Gateway: the HTTP verb is the action, the path is the resource
 * (Service Authorization Reference, "Amazon API Gateway Management V2").
 * @param collection `/apis/abc/routes`
 */
export function gatewayAccess(
  request: ProviderRequest,
  change: 'create' | 'update' | 'delete',
  collection: string,
): readonly Access[] {
  const arn = `arn:aws:apigateway:${request.region.name}::${collection}`;
  if (change === 'create') return [{ action: 'apigateway:POST', resource: arn }];
  const resource = `${arn}/${'physicalId' in request ? String(request.physicalId) : '*'}`;
  const action = change === 'update' ? 'apigateway:PATCH' : 'apigateway:DELETE';
  return [
    { action: 'apigateway:GET', resource },
    { action, resource },
  ];
}
