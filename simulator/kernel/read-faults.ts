import * as z from 'zod';
import { type FaultNames, unknownNames } from './fault-names';
import { type FaultRule, type GivenFault, Rule } from './fault-rule';
import { describeFileIssues, InputFileError, readJsonFile } from './input-file';

const Rules = z.array(Rule).readonly();

/**
 * Reads a file of faults. What is wrong with it, a name that is nothing's included, is an InputFileError with the line or
 * the field.
 */
export function readFaults(path: string, names: FaultNames): readonly FaultRule[] {
  const written = readJsonFile(path);
  const parsed = Rules.safeParse(written);
  if (!parsed.success) throw new InputFileError(describeFileIssues(path, parsed.error));
  const problems = parsed.data.flatMap((rule, index) =>
    unknownNames(rule, names).map(({ field, message }) => ({
      code: 'custom' as const,
      path: [index, field],
      message,
      input: rule[field],
    })),
  );
  if (problems.length > 0) throw new InputFileError(describeFileIssues(path, new z.ZodError(problems)));
  // What has been parsed is a list of such objects.
  const given = written as readonly GivenFault[];
  return parsed.data.map((rule, index) => ({ ...rule, given: given[index] }));
}
