import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly, stackOf } from '../../assembly/read-assembly';
import { ARTIFACT_BUCKET, synthSmallAssembly } from './small-assembly';

const directory = synthSmallAssembly();

/** A copy of the assembly whose manifest was changed. */
function changed(change: (manifest: string) => string): string {
  const copy = mkdtempSync(join(tmpdir(), 'changed-'));
  cpSync(directory, copy, { recursive: true });
  writeFileSync(join(copy, 'manifest.json'), change(readFileSync(join(copy, 'manifest.json'), 'utf8')));
  return copy;
}

describe('a cloud assembly', () => {
  const stacks = readAssembly(directory);

  it('gives its stacks after those they depend on', () => {
    expect(stacks.map(({ name }) => name)).toEqual(['Standby', 'Primary', 'Activation']);
  });

  it('gives each stack its region, tags, protection and template', () => {
    const primary = stackOf(stacks, 'Primary');
    expect(primary).toMatchObject({ region: 'us-east-1', account: '111111111111', terminationProtection: true });
    expect(primary.tags).toEqual({ 'disaster-recovery:strategy': 'pilot-light' });
    expect(primary.template).toHaveProperty('Resources');
  });

  it('gives each stack its assets, with the template among them', () => {
    const assets = stackOf(stacks, 'Activation').assets;
    expect(assets.map(({ packaging, isTemplate }) => ({ packaging, isTemplate }))).toEqual([
      { packaging: 'zip', isTemplate: false },
      { packaging: 'file', isTemplate: true },
    ]);
    for (const { destinations } of assets) {
      expect(destinations).toEqual([
        { bucket: ARTIFACT_BUCKET, key: expect.stringMatching(/^activation\/[0-9a-f]{64}\./) },
      ]);
    }
  });

  it('names the stacks there are when one is asked for that is not there', () => {
    expect(() => stackOf(stacks, 'Tertiary')).toThrow('no stack Tertiary. It has Standby, Primary, Activation');
  });

  const broken: readonly (readonly [title: string, change: (manifest: string) => string, message: string])[] = [
    ['that is not there', () => '', 'Run `npm run synth` first'],
    [
      'whose stack has no environment',
      (text) => text.replace('111111111111/us-east-1', 'unknown-account/unknown-region'),
      'Give it an env',
    ],
    ['of a Stage', (text) => text.replace('"type": "cdk:tree"', '"type": "cdk:cloud-assembly"'), 'nested assembly'],
    [
      'whose stacks need each other',
      (text) =>
        text.replace(
          '"Standby.assets"\n      ],\n      "additional',
          '"Standby.assets", "Primary"\n      ],\n      "additional',
        ),
      'Stacks depend on each other',
    ],
  ];
  it.each(broken)('%s is refused', (_, change, message) => {
    expect(() => readAssembly(changed(change))).toThrow(message);
  });
});
