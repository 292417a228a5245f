import type * as client from '@aws-sdk/client-rds';
import type { Operations } from '../../service';
import type { Region } from '../../world';
import { accountOperations } from './account-operations';
import { clusterOperations } from './cluster-operations';
import { eventOperations } from './event-operations';
import { globalOperations } from './global-operations';
import { groupOperations } from './group-operations';
import { instanceOperations } from './instance-operations';
import { snapshotOperations } from './snapshot-operations';
import { tagOperations } from './tag-operations';

export function operationsOf(region: Region): Operations<typeof client> {
  return {
    ...accountOperations(region),
    ...clusterOperations(region),
    ...instanceOperations(region),
    ...snapshotOperations(region),
    ...groupOperations(region),
    ...tagOperations(region),
    ...globalOperations(region),
    ...eventOperations(region),
  };
}
