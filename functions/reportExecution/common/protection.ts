import { andThen, awsCommand, type Place } from './commands';

/** The cluster that a removal has found to be protected from deletion, as `removeCluster` words it; none where several are. */
export function protectedCluster(refusals: readonly string[]): string | undefined {
  const names = refusals.flatMap((text) => /the cluster (\S+) is protected from deletion/.exec(text)?.[1] ?? []);
  const [name, ...others] = new Set(names);
  return others.length === 0 ? name : undefined;
}

/** Takes the protection off, and then starts what removes the cluster. */
export function unprotect(place: Place, cluster: string, start: string): string {
  const words = ['--db-cluster-identifier', cluster, '--no-deletion-protection'];
  return andThen(awsCommand(place, 'rds modify-db-cluster', ...words), start);
}
