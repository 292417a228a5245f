import * as z from 'zod';
import { InputFileError, readJsonFile } from '../../input/input-file';
import { parseFile, problemLine } from '../../input/problems';
import { type FaultNames, unknownNames } from './fault-names';
import { type FaultRule, type GivenFault, Rule } from './fault-rule';

const Rules = z.array(Rule).readonly();

/**
 * Reads a file of faults. What is wrong with it, a name that is nothing's included, is an InputFileError with the line and
 * the field.
 */
export function readFaults(path: string, names: FaultNames): readonly FaultRule[] {
  const file = readJsonFile(path);
  const rules = parseFile(Rules, file);
  const problems = rules.flatMap((rule, index) =>
    unknownNames(rule, names).map(({ field, message }) => problemLine({ path: [index, field], message }, file)),
  );
  if (problems.length > 0) throw new InputFileError(problems.join('\n'));
  // What has been parsed is a list of such objects.
  const given = file.value as readonly GivenFault[];
  return rules.map((rule, index) => ({ ...rule, given: given[index] }));
}
