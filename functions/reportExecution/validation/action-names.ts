import type { CommonActionName } from '../common/actions';

/** Everything that a message about a validation may ask a person to do. */
export type ValidationActionName = CommonActionName | StartName | ClusterActionName;

/** What begins another validation. */
export type StartName =
  | 'startAgain'
  | 'startLater'
  | 'correctAndStart'
  | 'startWithNewest'
  | 'validateWanted'
  | 'validateOlder'
  | 'sweepAgain'
  | 'removeProtection'
  | 'stopAndValidateOlder';

/** What changes nothing. */
export type ClusterActionName = 'followOwner' | 'whoHoldsTheLock' | 'inspectClusters' | 'clusterEvents';
