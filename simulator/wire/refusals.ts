import { AwsError } from '../service';
import type { Violation } from './input-constraints';
import type { ServiceModel } from './service-model';

/** How requests are refused before a service sees them: each protocol, and some services, have words of their own. */

/** What a request is written in. */
export type ProtocolKind = 'json' | 'cbor' | 'query' | 'rest-json' | 'rest-xml';

/** What the service's own clients write, where a request does not say. */
export function protocolKindOf({ protocol }: ServiceModel): ProtocolKind {
  switch (protocol) {
    case 'aws.protocols#restJson1':
      return 'rest-json';
    case 'aws.protocols#restXml':
      return 'rest-xml';
    case 'aws.protocols#awsQuery':
      return 'query';
    case 'smithy.protocols#rpcv2Cbor':
      return 'cbor';
    default:
      return 'json';
  }
}

/**
 * The request cannot be read, or a member has another type than the model's.
 *
 * - JSON and CBOR: SerializationException, as DynamoDB answers it. Lambda names the body of an Invoke on its own.
 * - Query: MalformedInput (aws/aws-sdk-go #3506: CloudWatch's "timestamp must follow ISO8601").
 * - S3: MalformedXML for a body, InvalidArgument for a header or a parameter (S3 API Reference, "Error responses").
 * - Route 53: InvalidInput with "Invalid XML" (Route 53 API Reference, ChangeResourceRecordSets, "Errors").
 */
export function unreadable(
  { signingName }: ServiceModel,
  kind: ProtocolKind,
  reason: string,
  place: 'body' | 'outside' = 'body',
): AwsError {
  if (kind === 'query') return new AwsError('MalformedInput', reason);
  if (kind !== 'rest-xml') return new AwsError('SerializationException', reason);
  if (signingName !== 's3') return new AwsError('InvalidInput', place === 'body' ? `Invalid XML ; ${reason}` : reason);
  return place === 'body'
    ? new AwsError(
        'MalformedXML',
        'The XML you provided was not well-formed or did not validate against our published schema',
      )
    : new AwsError('InvalidArgument', reason);
}

/**
 * A required member is absent, or a value is not in its enumeration: the sentence of AWS's validation, under the code that
 * the service gives it. RDS, ElastiCache and Backup have codes and words of their own for a member that is absent.
 */
export function violated(
  { signingName }: ServiceModel,
  kind: ProtocolKind,
  violations: readonly Violation[],
): AwsError {
  const absent = violations.find(({ allowed }) => allowed === undefined);
  if (absent !== undefined && (signingName === 'rds' || signingName === 'elasticache')) {
    return new AwsError('MissingParameter', `The request must contain the parameter ${absent.member}.`);
  }
  if (absent !== undefined && signingName === 'backup') {
    return new AwsError('MissingParameterValueException', `Missing required parameter: ${absent.member}`);
  }
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
  const message = count + violations.map(sentenceOf).join('; ');
  if (signingName === 's3') return s3Violation(violations[0]);
  return new AwsError(CODES[signingName] ?? VALIDATION_CODES[kind], message);
}

/** Whatever the protocol: CloudWatch's alarms keep the query protocol's code, Route 53 and RDS have shapes for it. */
const CODES: Readonly<Record<string, string>> = {
  monitoring: 'ValidationError',
  route53: 'InvalidInput',
  rds: 'InvalidParameterValue',
  elasticache: 'InvalidParameterValue',
  backup: 'InvalidParameterValueException',
};

const VALIDATION_CODES: Readonly<Record<ProtocolKind, string>> = {
  json: 'ValidationException',
  cbor: 'ValidationException',
  'rest-json': 'ValidationException',
  query: 'ValidationError',
  'rest-xml': 'InvalidInput',
};

function sentenceOf({ path, allowed, value }: Violation): string {
  if (allowed === undefined) {
    return `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
  }
  const text = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return `Value '${text}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`;
}

function s3Violation(violation: Violation | undefined): AwsError {
  if (violation?.path.includes('.') === true) {
    return new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  if (violation?.allowed === undefined) {
    return new AwsError('MissingRequestBodyError', 'Request Body is empty');
  }
  return new AwsError('InvalidArgument', `The value of ${violation.member} is not valid.`);
}

/** No operation answers to the request. Query services: "Common errors", InvalidAction; S3: "Error responses". */
export function unknownOperation({ signingName }: ServiceModel, kind: ProtocolKind, what: string): AwsError {
  const message = `${signingName} has no operation for ${what}`;
  if (kind === 'query') return new AwsError('InvalidAction', message);
  if (signingName === 's3') {
    return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      status: 405,
    });
  }
  const status = kind === 'rest-json' || kind === 'rest-xml' ? 404 : 400;
  return new AwsError('UnknownOperationException', message, { status });
}

/** A path that is not percent-encoded text (S3 API Reference, "Error responses": InvalidURI). */
export function unreadablePath({ signingName }: ServiceModel, kind: ProtocolKind): AwsError {
  if (signingName === 's3') return new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  return new AwsError(
    kind === 'rest-json' ? 'SerializationException' : 'InvalidInput',
    "Couldn't parse the specified URI.",
  );
}
