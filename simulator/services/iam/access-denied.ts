import { AwsError } from '../../service';

/** How each service says no; codes and statuses as the services' API references list them under common errors. */
const refusals: Readonly<Record<string, { readonly code: string; readonly status: number }>> = {
  rds: { code: 'AccessDenied', status: 403 },
  cloudformation: { code: 'AccessDenied', status: 403 },
  monitoring: { code: 'AccessDenied', status: 403 },
  sts: { code: 'AccessDenied', status: 403 },
  route53: { code: 'AccessDenied', status: 403 },
  s3: { code: 'AccessDenied', status: 403 },
  sns: { code: 'AuthorizationErrorException', status: 403 },
  ec2: { code: 'UnauthorizedOperation', status: 403 },
  backup: { code: 'AccessDeniedException', status: 403 },
  lambda: { code: 'AccessDeniedException', status: 403 },
  'rds-data': { code: 'AccessDeniedException', status: 403 },
  apigateway: { code: 'AccessDeniedException', status: 403 },
};

/** The refusal in the words and with the code of the service that was called. */
export function accessDenied(signingName: string | undefined, message: string): AwsError {
  const { code, status } = refusals[signingName ?? ''] ?? { code: 'AccessDeniedException', status: 400 };
  return new AwsError(code, message, { status });
}
