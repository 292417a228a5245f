import type { ResourceProvider } from '../cloudformation/provider';
import { functionProvider } from './function-provider';
import { invokeConfigProvider, permissionProvider } from './permission-provider';

export const providers: readonly ResourceProvider[] = [functionProvider, permissionProvider, invokeConfigProvider];
