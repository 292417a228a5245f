import { dirname, resolve } from 'node:path';
import { readJsonFile } from '../../input/input-file';
import { parseFile } from '../../input/problems';
import type { ClientRequestTemplate } from './client-request';
import { workloadFileShape } from './workload-file-shape';
import type { WorkloadStack } from './workload-stack';

/** What stands in the two regions before our stacks come, and who uses it: `--workload FILE`, its paths resolved. */
export interface WorkloadFile {
  /** The file, for messages. */
  readonly path: string;
  readonly objects: readonly WorkloadObject[];
  /** In the order in which they are deployed. */
  readonly stacks: readonly WorkloadStack[];
  /** Files of SQL, run in this order. */
  readonly sql: readonly string[];
  readonly client: ClientRequestTemplate;
}

export interface WorkloadObject {
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
  /** Of the file that is put there, or of the folder whose zip is. */
  readonly path: string;
}

/**
 * Reads the file. What is wrong with it is an InputFileError with the line, the field and what to write instead.
 * @param regions the primary and the standby region of the configuration
 */
export function readWorkloadFile(path: string, regions: readonly string[]): WorkloadFile {
  return { ...parseFile(workloadFileShape(dirname(resolve(path)), regions), readJsonFile(path)), path };
}
