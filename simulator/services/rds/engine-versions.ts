import { AwsError } from '../../service';

export const ENGINE = 'aurora-postgresql';

/** The minor versions on offer in both regions, oldest first. Rows live in PostgreSQL 17 whichever is chosen. */
const MINORS: Readonly<Record<number, readonly number[]>> = {
  14: [15, 17, 18, 19, 20, 22],
  15: [10, 12, 13, 14, 15, 17],
  16: [6, 8, 9, 10, 11, 13],
  17: [4, 5, 6, 7, 9],
  18: [3, 4, 6],
};

/**
 * What a call that names no version gets, whatever the snapshot's version is (RDS API Reference,
 * RestoreDBClusterFromSnapshot, EngineVersion).
 */
export const DEFAULT_VERSION = '17.7';

export function offeredVersions(): readonly string[] {
  return Object.entries(MINORS).flatMap(([major, minors]) => minors.map((minor) => `${major}.${minor}`));
}

export function majorOf(version: string): string {
  return version.split('.')[0] ?? version;
}

/** The version that a call gets, or the error that it meets. A major version alone means its newest minor. */
export function resolveVersion(asked: string | undefined): string {
  if (asked === undefined) return DEFAULT_VERSION;
  const offered = offeredVersions();
  const found = offered.includes(asked) ? asked : offered.filter((version) => majorOf(version) === asked).at(-1);
  if (found !== undefined) return found;
  throw new AwsError('InvalidParameterCombination', `Cannot find version ${asked} for ${ENGINE}`);
}

/** Whether `a` is an older version than `b`. */
export function isOlder(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA === majorB ? minorA < minorB : majorA < majorB;
}

export function checkEngine(engine: string | undefined): void {
  if (engine !== ENGINE) {
    throw new AwsError('InvalidParameterValue', `Invalid DB engine: ${engine ?? ''}; the simulator models ${ENGINE}`);
  }
}
