import { AwsError } from '../../service';
import { callService } from '../cloudformation/call-service';
import type { ProviderRequest } from '../cloudformation/provider';

/** Reads a definition from S3 as CloudFormation does: with the permissions of whoever deploys. */
export async function readLocation(
  request: ProviderRequest,
  location: { readonly Bucket: string; readonly Key: string } | undefined,
): Promise<string> {
  if (location === undefined) {
    throw new AwsError(
      'ValidationException',
      'AWS::StepFunctions::StateMachine needs DefinitionString, Definition or DefinitionS3Location',
    );
  }
  const input = { Bucket: location.Bucket, Key: location.Key };
  return textOf(await callService(request, { service: 's3', operation: 'GetObject', input }));
}

/** The body of a GetObject answer, however the service hands it over inside the process. */
function textOf(output: unknown): Promise<string> | string {
  const body = typeof output === 'object' && output !== null && 'Body' in output ? output.Body : undefined;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  if (typeof body === 'object' && body !== null && 'transformToString' in body && isReader(body)) {
    return body.transformToString();
  }
  throw new AwsError('ValidationException', 'The definition in S3 could not be read');
}

function isReader(body: object): body is { transformToString(): Promise<string> } {
  return 'transformToString' in body && typeof body.transformToString === 'function';
}
