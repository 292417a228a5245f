import type { ResourceProvider } from '../cloudformation/provider';
import { clusterProvider } from './cluster-provider';
import { globalClusterProvider } from './global-cluster-provider';
import { groupProviders } from './group-providers';
import { instanceProvider } from './instance-provider';

export const providers: readonly ResourceProvider[] = [
  clusterProvider,
  instanceProvider,
  globalClusterProvider,
  ...groupProviders,
];
