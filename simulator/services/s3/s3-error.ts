import type { AwsError } from '../../service';

/** How S3 itself words what a fault makes of its answer (S3 API Reference, "Error responses"); a refusal as it is. */
export function s3Error({ code, message }: AwsError): { readonly code: string; readonly message: string } {
  if (code === 'ThrottlingException') return { code: 'SlowDown', message: 'Please reduce your request rate.' };
  if (code === 'InternalFailure') {
    return { code: 'InternalError', message: 'We encountered an internal error. Please try again.' };
  }
  return { code, message };
}
