import type { Broken, Observed } from '../observed';
import { nothingAcceptedIsLost, objectivesAgreeWithTheTrace, onlyWhatIsSaidIsLost } from './data';
import { everyEndIsRecorded, everyEndIsTold, everyExecutionEnds } from './endings';
import { outagesAreOutlasted } from './outages';
import { nothingElseIsDeleted, nothingIsMadeTwice, nothingIsOrphaned, whatIsLeftIsThere } from './resources';
import { onlyProvenRegionsServe, trafficStaysWhereItWent, usersAreServed, whatIsSaidOfTrafficIsSo } from './traffic';

const INVARIANTS = [
  everyExecutionEnds,
  everyEndIsTold,
  everyEndIsRecorded,
  onlyProvenRegionsServe,
  trafficStaysWhereItWent,
  whatIsSaidOfTrafficIsSo,
  usersAreServed,
  nothingElseIsDeleted,
  nothingIsOrphaned,
  nothingIsMadeTwice,
  whatIsLeftIsThere,
  onlyWhatIsSaidIsLost,
  nothingAcceptedIsLost,
  objectivesAgreeWithTheTrace,
  outagesAreOutlasted,
];

/** Whatever goes wrong in a failover or a drill, each of these holds. */
export function failoverInvariants(observed: Observed): Broken {
  return INVARIANTS.flatMap((invariant) => invariant(observed));
}
