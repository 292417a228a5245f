import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { judgeError, type RdsErrorMeaning } from '../../../functions/shared/rds-errors';
import { awsError } from '../lambda-context';

/** Everything of RDS that is called for a restore, a promotion or a removal. */
const OPERATIONS = [
  'CreateDBInstance',
  'DeleteDBCluster',
  'DeleteDBInstance',
  'DescribeDBClusterSnapshots',
  'DescribeDBClusters',
  'DescribeDBInstances',
  'DescribeDBSubnetGroups',
  'DescribeGlobalClusters',
  'EnableHttpEndpoint',
  'FailoverGlobalCluster',
  'ModifyDBCluster',
  'RestoreDBClusterFromSnapshot',
  'StartDBCluster',
];

const PACKAGE = join(dirname(require.resolve('@aws-sdk/client-rds/package.json')), 'dist-types', 'commands');

/** The error shapes of an operation, as the SDK lists them from the RDS API model. */
function shapesOf(operation: string): readonly string[] {
  const text = readFileSync(join(PACKAGE, `${operation}Command.d.ts`), 'utf8');
  return Array.from(text.matchAll(/@throws \{@link (\w+)\}/g), ([, name = '']) => name).filter(
    (name) => name !== 'RDSServiceException',
  );
}

test.each(OPERATIONS)('every error shape of %s has a meaning', (operation) => {
  const shapes = shapesOf(operation);
  expect(shapes.length).toBeGreaterThan(0);
  expect(shapes.filter((name) => judgeError(awsError(name)) === 'unknown')).toEqual([]);
});

test.each<readonly [string, RdsErrorMeaning]>([
  ['DBClusterAlreadyExistsFault', 'exists'],
  ['DBInstanceAlreadyExistsFault', 'exists'],
  ['DBClusterNotFoundFault', 'gone'],
  ['DBClusterSnapshotNotFoundFault', 'rejectCandidate'],
  ['InvalidRestoreFault', 'rejectCandidate'],
  ['InvalidDBClusterSnapshotStateFault', 'notYet'],
  ['InvalidDBClusterStateFault', 'notYet'],
  ['InvalidDBInstanceStateFault', 'notYet'],
  ['InvalidResourceStateFault', 'notYet'],
  ['InsufficientDBClusterCapacityFault', 'noCapacity'],
  ['InsufficientDBInstanceCapacityFault', 'noCapacity'],
  ['InsufficientStorageClusterCapacityFault', 'noCapacity'],
  ['KMSKeyNotAccessibleFault', 'keyNotAccessible'],
  ['DBClusterQuotaExceededFault', 'quota'],
  ['InstanceQuotaExceededFault', 'quota'],
  ['StorageQuotaExceededFault', 'quota'],
  ['DBSubnetGroupNotFoundFault', 'setup'],
  ['DBClusterParameterGroupNotFoundFault', 'setup'],
  ['AccessDenied', 'unknown'],
  ['ThrottlingException', 'unknown'],
])('%s: %s', (name, meaning) => {
  expect(judgeError(awsError(name))).toBe(meaning);
});
