import type { Config } from '../config/schema';
import { namesOf } from '../names';

/** The command that lists the newest records in these folders of the evidence bucket, the newest last. */
export function newestRecords(config: Config, ...folders: readonly string[]): string {
  const list = `aws s3 ls --region ${config.standbyRegion} --recursive s3://${namesOf(config).evidenceBucket}/`;
  return `${list} | grep -E '${folders.join('|')}' | sort | tail -3`;
}
