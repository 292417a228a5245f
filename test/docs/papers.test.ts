import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const ROOT = join(__dirname, '../..');

const pages = [...pagesIn('.'), ...pagesIn('docs'), ...pagesIn('docs/adr'), ...pagesIn('workload')];
/** Those whose paths are followed by hand. */
const FOLLOWED = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/ARCHITECTURE.md'];

const { scripts, license, version } = z
  .object({ scripts: z.record(z.string(), z.string()), license: z.string(), version: z.string() })
  .parse(JSON.parse(textOf('package.json')));

function pagesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** As the repository's host makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

function anchorsOf(page: string): readonly string[] {
  return Array.from(textOf(page).matchAll(/^#+ (.*)$/gm), ([, heading = '']) => anchorOf(heading));
}

function brokenLinks(page: string, text: string): readonly string[] {
  return Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target).filter((target) => {
    if (/^(https?|mailto):/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, file))) return true;
    return anchor !== undefined && !anchorsOf(file).includes(anchor);
  });
}

/** Paths from the root in code, without those that have a part for the reader to fill in. */
function missingPaths(text: string): readonly string[] {
  const named = Array.from(text.matchAll(/(?<![\w./-])[a-z]+(?:\/[\w.-]+)+\/?/g), ([path]) => path);
  return [...new Set(named)].filter((path) => {
    const [folder = '', ...rest] = path.split('/');
    if (
      !existsSync(join(ROOT, folder)) ||
      rest.some((part) => /^[A-Z]+(\.|$)/.test(part) && !/^[A-Z_]+\.md$/.test(part))
    )
      return false;
    return !existsSync(join(ROOT, path.replace(/\.$/, '')));
  });
}

const codeOf = (text: string) =>
  Array.from(text.matchAll(/^```[\s\S]*?^```|`[^`\n]+`|^ {4}\S.*$/gm), ([code]) => code).join('\n');

function unknownCommands(text: string): readonly string[] {
  const unknownScripts = Array.from(
    text.matchAll(/npm (?:run )?(?:-s )?(?:run )?([a-z][a-z:-]*)/g),
    ([, name = '']) => name,
  )
    .filter((name) => !(name in scripts) && !['ci', 'version', 'run'].includes(name))
    .map((name) => `npm run ${name}`);
  const commands = Array.from(
    text.matchAll(/(?:cli\/pilotlight\.js|npx pilotlight) ([a-z-]+)/g),
    ([, name = '']) => name,
  )
    .filter((name) => !existsSync(join(ROOT, `cli/commands/${name}.ts`)))
    .map((name) => `pilotlight ${name}`);
  return [...unknownScripts, ...commands];
}

test('a link that leads nowhere, a path and a command that are not there are found', () => {
  const text = '[a](LICENSE) [b](docs/NONE.md) [c](#none) `infra/none.ts` `functions/NAME/contract.ts` `npm run none`';
  expect(brokenLinks('README.md', text)).toEqual(['docs/NONE.md', '#none']);
  expect(missingPaths(codeOf(text))).toEqual(['infra/none.ts']);
  expect(unknownCommands(`${text} npm test, npm ci, node cli/pilotlight.js none`)).toEqual([
    'npm run none',
    'pilotlight none',
  ]);
});

describe.each(pages)('%s', (page) => {
  test('has no broken link', () => {
    expect(brokenLinks(page, textOf(page))).toEqual([]);
  });

  test('names commands that exist', () => {
    expect(unknownCommands(codeOf(textOf(page)))).toEqual([]);
  });
});

test.each(FOLLOWED)('%s names paths that exist', (page) => {
  expect(missingPaths(codeOf(textOf(page)))).toEqual([]);
});

test('the version has its place in the changelog', () => {
  expect(textOf('CHANGELOG.md')).toMatch(
    new RegExp(`^## ${version.replaceAll('.', '\\.')} - \\d{4}-\\d\\d-\\d\\d$`, 'm'),
  );
});

describe('licences', () => {
  const Package = z.object({
    license: z.string().optional(),
    dev: z.boolean().optional(),
    dependencies: z.record(z.string(), z.string()).optional(),
  });
  const locked = z
    .object({ packages: z.record(z.string(), Package) })
    .parse(JSON.parse(textOf('package-lock.json'))).packages;

  /** All of these let a product be used, changed and sold; none asks that its source be given. */
  const PERMISSIVE = ['Apache-2.0', 'MIT', 'MIT-0', 'ISC', '0BSD', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause'];

  test('ours is the one that package.json names', () => {
    expect(license).toBe('Apache-2.0');
    expect(textOf('LICENSE')).toContain('Version 2.0, January 2004');
    expect(textOf('LICENSE').split('\n')).toHaveLength(203);
  });

  test('those of all production dependencies are permissive', () => {
    const others = Object.entries(locked).filter(([path, { license: own = '', dev = false }]) => {
      // Of a choice one is enough.
      const choices = own.replace(/[()]/g, '').split(' OR ');
      return path !== '' && !dev && !choices.some((choice) => PERMISSIVE.includes(choice));
    });
    expect(others.map(([path, { license: own }]) => `${path}: ${own ?? 'no licence'}`)).toEqual([]);
  });

  test('NOTICE names what can be in a bundle and asks for it', () => {
    const bundled = closureOf(importedBy(['functions', 'workload']), locked);
    expect(bundled.size).toBeGreaterThan(40);
    const asking = [...bundled].filter(
      (path) => /^(MIT|ISC|BSD-)/.test(locked[path]?.license ?? '') && !/MIT-0/.test(locked[path]?.license ?? ''),
    );
    const names = asking.map((path) => path.replace(/^.*node_modules\//, ''));
    const listed = Array.from(textOf('NOTICE').matchAll(/^(\S+) +Copyright/gm), ([, name]) => name);
    expect(listed).toEqual(names.sort());
  });
});

/** Packages that the sources of these folders import. */
function importedBy(folders: readonly string[]): ReadonlySet<string> {
  const sources = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => textOf(join(folder, name))),
  );
  const specifiers = sources.flatMap((text) =>
    Array.from(text.matchAll(/from '((?:@[\w-]+\/)?[\w-]+)/g), ([, name = '']) => name),
  );
  return new Set(specifiers.filter((name) => name !== 'node'));
}

type Locked = Readonly<Record<string, { readonly dependencies?: Readonly<Record<string, string>> | undefined }>>;

/** They and what they depend on, by their places in the lock file. */
function closureOf(names: ReadonlySet<string>, locked: Locked): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const path = placeOf(name, from, locked);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    for (const dependency of Object.keys(locked[path]?.dependencies ?? {})) visit(dependency, path);
  };
  for (const name of names) visit(name, '');
  return found;
}

/** As Node finds it: the nearest `node_modules` above. */
function placeOf(name: string, from: string, locked: Locked): string | undefined {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (path in locked) return path;
  return from === '' ? undefined : placeOf(name, from.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, ''), locked);
}
