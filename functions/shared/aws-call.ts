/** The call of AWS that an error came from, as a person names it: `RDS DescribeDBClusters`. */
const CALLS = new WeakMap<Error, string>();

/** What the SDK calls a service otherwise than people do. */
const SERVICES: Readonly<Record<string, string>> = {
  Backup: 'AWS Backup',
  RDSData: 'RDS Data API',
  Route53: 'Route 53',
  SFN: 'Step Functions',
  SecretsManager: 'Secrets Manager',
  ServiceQuotas: 'Service Quotas',
};

/**
 * What the logger of an SDK client is told when a call has failed, after its last attempt; the same error is thrown then
 * (@aws-sdk/core, `loggerMiddleware`). The error itself names neither service nor operation.
 */
interface FailedCall {
  readonly clientName?: string;
  readonly commandName?: string;
  readonly error?: unknown;
}

/**
 * The logger of every SDK client: it writes nothing, and remembers which call an error is of.
 * @param region where that is another one than the function's own
 */
export function callLogger(region?: string) {
  const nothing = () => {};
  return {
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: ({ clientName = '', commandName = '', error }: FailedCall) => {
      if (!(error instanceof Error) || commandName === '') return;
      const service = clientName.replace(/Client$/, '');
      const where = region === undefined ? '' : ` in ${region}`;
      CALLS.set(error, `${SERVICES[service] ?? service} ${commandName.replace(/Command$/, '')}${where}`);
    },
  };
}

/** Undefined for an error that is of no call of the SDK. */
export function callOf(error: Error): string | undefined {
  return CALLS.get(error);
}

/**
 * An error in one line, with the call that it is of: `RDS DescribeDBClusters answers InternalFailure (…)`.
 * @param isAnswer whether AWS answered; otherwise the name is the SDK's or the network's
 */
export function failedCall(call: string, name: string, message: string, isAnswer = true): string {
  const detail = message === '' || message === name ? '' : ` (${message})`;
  return isAnswer ? `${call} answers ${name}${detail}` : `${call} gets no answer: ${name}${detail}`;
}
