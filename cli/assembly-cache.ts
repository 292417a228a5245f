import { join } from 'node:path';
import { assemblyKey } from './assembly-inputs';
import { KeptFolders } from './cache/kept-folders';
import { type Assembly, PROJECT, synthesise, synthesiseInto } from './synthesise';

/** Configurations that somebody compares, and the commit before. */
const KEPT = 8;

/**
 * The cloud assembly of an earlier synthesis, if all that it is made from is the same, else a new one. `cdk synth` and a
 * deployment make their own.
 * @param environment beside this process's own, such as PILOT_LIGHT_CONFIG
 * @param project whose app it is
 */
export async function cachedAssembly(
  environment: Readonly<Record<string, string | undefined>> = {},
  project: string = PROJECT,
): Promise<Assembly> {
  const keyNow = () => assemblyKey(project, { ...process.env, ...environment });
  const key = keyNow();
  const assemblies = new KeptFolders(join(project, '.cache', 'assemblies'), KEPT);
  const known = assemblies.recall(key);
  if (known !== undefined) return kept(known);
  const folder = assemblies.begin();
  if (folder === undefined) return await synthesise(environment, project);
  const assembly = await synthesiseInto(folder, environment, project);
  // Made from sources that changed meanwhile: nobody can say from which.
  if (keyNow() !== key) return assembly;
  assembly.keep();
  return kept(assemblies.keep(key, folder));
}

function kept(directory: string): Assembly {
  return { directory, remove: async () => undefined };
}
