import type { Environment } from 'aws-cdk-lib';
import type { Bundles } from '../bundle';
import type { Config } from '../config';

/** What every stack is given. The environment is explicit, so that nothing is looked up at synthesis. */
export interface PilotLightStackProps {
  readonly env: Required<Environment>;
  readonly config: Config;
  readonly bundles: Bundles;
}

/** The entry's bundle; an error that names the entry when it was not bundled. */
export function bundleOf(bundles: Bundles, entry: string): string {
  const directory = bundles.get(entry);
  if (directory === undefined) throw new Error(`No bundle of ${entry}: add the file to infra/entries.ts`);
  return directory;
}
