import type { ResourceProvider } from '../cloudformation/provider';
import { planProvider } from './plan-provider';
import { selectionProvider } from './selection-provider';
import { vaultProvider } from './vault-provider';

export const providers: readonly ResourceProvider[] = [vaultProvider, planProvider, selectionProvider];
