import type * as client from '@aws-sdk/client-rds';
import type { Operations } from '../../service';
import type { Region } from '../../world';
import { accountOperations } from './account-operations';
import { clusterOperations } from './cluster-operations';
import { globalOperations } from './global-operations';
import { groupOperations } from './group-operations';
import { instanceOperations } from './instance-operations';
import type { Rds } from './rds';
import { snapshotOperations } from './snapshot-operations';
import { tagOperations } from './tag-operations';

export function operationsOf(rds: Rds, region: Region): Operations<typeof client> {
  return {
    ...accountOperations(rds, region),
    ...clusterOperations(rds, region),
    ...instanceOperations(rds, region),
    ...snapshotOperations(rds, region),
    ...groupOperations(rds, region),
    ...tagOperations(rds, region),
    ...globalOperations(rds, region),
  };
}
