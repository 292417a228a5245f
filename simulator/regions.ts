/** A custom domain's regional name lies in a hosted zone of AWS' (General Reference, API Gateway endpoints). */
export const REGIONAL_HOSTED_ZONES: Readonly<Record<string, string>> = {
  'us-east-1': 'Z1UJRXOUMOOFQ8',
  'us-east-2': 'ZOJJZC49E0EPZ',
  'us-west-1': 'Z2MUQ32089INYE',
  'us-west-2': 'Z2OJLYMUO9EFXC',
  'eu-west-1': 'ZLY8HYME6SFDD',
  'eu-central-1': 'Z1U9ULNL0V5AJ3',
};

/** The regions of which everything is known that the simulator needs. */
export const SIMULATED_REGIONS: readonly string[] = Object.keys(REGIONAL_HOSTED_ZONES);

/** The availability zones of a region, as an account sees them. */
export function zonesOfRegion(region: string): readonly string[] {
  return ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
}
