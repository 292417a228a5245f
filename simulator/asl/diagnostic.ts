/**
 * The codes with which Step Functions refuses a definition (API Reference, ValidateStateMachineDefinitionDiagnostic;
 * the two of JSONata as reported of AWS, floci-io/floci#2745 and #2670).
 */
export type DiagnosticCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'INVALID_STATE_NAME'
  | 'DUPLICATE_STATE_NAME'
  | 'DUPLICATE_LABEL_NAME'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION';

/** One reason for which a definition is refused. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  /** `/States/Restore/Output/value`; undefined where the whole definition is meant. */
  readonly location?: string;
}

/**
 * The text inside the quotes of `Invalid State Machine Definition: '…'`. AWS writes `at null` where there is no location
 * (floci-io/floci#2735) and joins with a comma (localstack/localstack#12487).
 */
export function sentenceOf(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message, location }) => `${code}: ${message} at ${location ?? 'null'}`).join(', ');
}

export function schemaProblem(message: string, location: string): Diagnostic {
  return { code: 'SCHEMA_VALIDATION_FAILED', message, location };
}
