import type { CommonActionName } from '../common/actions';

/** Everything that a message about a recovery from damaged data may ask a person to do. */
export type CorruptionActionName = CommonActionName | CorruptionStartName | CorruptionInspectionName;

/** What begins another execution, or takes back what this one did. */
export type CorruptionStartName =
  | 'startAgain'
  | 'startLater'
  | 'correctAndStart'
  | 'bringBack'
  | 'searchEarlier'
  | 'startAndAnswer'
  | 'failOver'
  | 'undo'
  | 'sweepAgain'
  | 'removeProtection';

/** What changes nothing but what was restored. */
export type CorruptionInspectionName =
  | 'followOwner'
  | 'whoHoldsTheLock'
  | 'inspectRestored'
  | 'clusterEvents'
  | 'readFrom'
  | 'keepLonger'
  | 'removeNow'
  | 'readList'
  | 'listPrimaryPoints'
  | 'describeLive';
