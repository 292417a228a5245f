import type { ResourceProvider } from '../cloudformation/provider';
import { apiProvider, stageProvider } from './api-providers';
import { domainProvider, mappingProvider } from './domain-providers';
import { integrationProvider, routeProvider } from './route-providers';

export const providers: readonly ResourceProvider[] = [
  apiProvider,
  stageProvider,
  integrationProvider,
  routeProvider,
  domainProvider,
  mappingProvider,
];
