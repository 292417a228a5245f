export interface Wanted {
  /** What differs from the default configuration. */
  readonly config: unknown;
  /**
   * `bundled`, as it is deployed; `runtime`, for worlds in which functions use the runtime's SDK: nothing is signed,
   * serialised or sent, which halves what a scenario costs. The wire has tests and scenarios of its own.
   */
  readonly sdk: 'bundled' | 'runtime';
}

/** The cloud assembly of the app; synthesised once a run, removed by global-teardown. */
export async function assemblyDirectory(config: unknown = {}, sdk: Wanted['sdk'] = 'bundled'): Promise<string> {
  const synthesiser = process.env['PILOT_LIGHT_TEST_SYNTHESISER'];
  if (synthesiser === undefined)
    throw new Error('PILOT_LIGHT_TEST_SYNTHESISER is not set: global-setup.ts is missing in jest.config.js');
  // A connection that the synthesiser has just closed for want of use would fail the next request.
  const headers = { connection: 'close' };
  const body = JSON.stringify({ config, sdk } satisfies Wanted);
  const response = await fetch(synthesiser, { method: 'POST', headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
