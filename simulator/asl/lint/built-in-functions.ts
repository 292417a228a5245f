import { ADDED_FUNCTIONS } from '../jsonata/functions';

/** JSONata's own functions (docs.jsonata.org, "Function library"); Step Functions has no $eval. */
const JSONATA_FUNCTIONS =
  'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl ' +
  'decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase ' +
  'formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min ' +
  'not now number pad parseInteger power random reduce replace reverse round shuffle sift single sort split ' +
  'spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip';

const BUILT_IN_FUNCTIONS: ReadonlySet<string> = new Set([...JSONATA_FUNCTIONS.split(' '), ...ADDED_FUNCTIONS]);

/** Whether a name is a function that every expression may call or pass on. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN_FUNCTIONS.has(name) || name === 'eval';
}
