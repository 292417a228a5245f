import { importsOf } from './imports';
import { linesByFile } from './lines';
import { piecesOf } from './pieces';
import { exceeding } from './ratchet';
import type { Problems, SourceFile } from './tree';

const LONGEST_HANDLER = 40;
const HANDLER = /^functions\/\w+\/handler\.ts$/;
/** A file, or a folder with one file for each of several things. */
const FILES = ['contract', 'decide', 'aws', 'handler'] as const;

interface Folder {
  readonly name: string;
  readonly files: readonly SourceFile[];
}

function foldersOf(files: readonly SourceFile[]): readonly Folder[] {
  const names = new Set(files.flatMap(({ path }) => /^functions\/(\w+)\//.exec(path)?.[1] ?? []));
  names.delete('shared');
  return [...names].map((name) => ({ name, files: files.filter(({ path }) => path.startsWith(`functions/${name}/`)) }));
}

/** Each function's folder holds the same files: `contract.ts`, `decide.ts`, `aws.ts` or `aws/`, `handler.ts`. */
export function checkFunctionFiles(files: readonly SourceFile[]): Problems {
  return foldersOf(files).flatMap((folder) => {
    const path = `functions/${folder.name}`;
    const has = (name: string) =>
      folder.files.some((file) => file.path === `${path}/${name}.ts` || file.path.startsWith(`${path}/${name}/`));
    return FILES.filter((name) => !has(name)).map((name) => `${path} has no ${name}.ts`);
  });
}

/** A handler says what the function is made of; what it does stands beside it. */
export function checkHandlers(files: readonly SourceFile[]): Problems {
  const counts = linesByFile(files.filter(({ path }) => HANDLER.test(path)));
  return exceeding(counts, LONGEST_HANDLER, {}).map(
    (path) =>
      `${path} has ${counts.get(path)} lines of code, ${LONGEST_HANDLER} are allowed: move what it does to advance.ts`,
  );
}

/** AWS is asked in `aws.ts` alone, and what decides and what is agreed knows neither AWS nor the time. */
export function checkFunctionImports(files: readonly SourceFile[]): Problems {
  const imports = importsOf(files).flatMap(({ from, specifier, isType }) => {
    const file = /^functions\/(?!shared\/)\w+\/(.+)$/.exec(from)?.[1];
    if (file === undefined || !specifier.startsWith('@aws-sdk/') || /^aws(\.ts$|\/)/.test(file)) return [];
    return [`${from} imports ${isType ? 'types of ' : ''}${specifier}: only aws.ts talks to AWS; give it a verb there`];
  });
  const clocks = files
    .filter(({ path }) => /^functions\/\w+\/(decide|contract)\.ts$/.test(path))
    .flatMap(({ path, text }) =>
      /Date\.now\(|new Date\(\)|Math\.random\(|process\.env/.test(codeOf(text))
        ? [`${path} reads the clock, chance or the environment: take it as an argument`]
        : [],
    );
  return [...imports, ...clocks];
}

/** One name: folder, entry, log service, construct id, substitution, folder of tests. */
export function checkFunctionNames(files: readonly SourceFile[]): Problems {
  const folders = foldersOf(files);
  const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? '';
  const infra = files.filter(({ path }) => path.startsWith('infra/') && path !== 'infra/entries.ts');
  const names = folders.flatMap(({ name }) => {
    const pascal = pascalCase(name);
    return [
      ...problem(textOf('infra/entries.ts').includes(`'${name}'`), `infra/entries.ts does not list ${name}`),
      ...problem(
        textOf(`functions/${name}/handler.ts`).includes(`name: '${name}'`),
        `functions/${name}/handler.ts does not log as ${name}: write name: '${name}'`,
      ),
      ...problem(
        infra.some(({ text }) => text.includes(`folder: '${name}'`) || text.includes(`'${pascal}'`)),
        `nothing in infra/ makes ${name} with the id ${pascal}`,
      ),
      ...problem(
        files.some(({ path }) => path.startsWith(`test/functions/${name}/`) && path.endsWith('.test.ts')),
        `test/functions/${name} has no test`,
      ),
    ];
  });
  const known = new Set(folders.map(({ name }) => `\${${pascalCase(name)}Arn}`));
  const called = files
    .filter(({ path }) => path.startsWith('statemachines/'))
    .flatMap(({ path, text }) =>
      Array.from(text.matchAll(/"FunctionName":\s*"([^"]*)"/g), ([, target = '']) => ({ path, target })),
    )
    .filter(({ target }) => !known.has(target));
  return [
    ...names,
    ...called.map(({ path, target }) => `${path} calls ${target}, which is no folder of functions/ with Arn behind it`),
  ];
}

/** Each state machine is a file that something in infra/ deploys, and a test runs. */
export function checkStateMachines(files: readonly SourceFile[]): Problems {
  const machines = files.flatMap(({ path }) => /^statemachines\/(.+)\.asl\.json$/.exec(path)?.[1] ?? []);
  const deployed = files.filter(({ path }) => path.startsWith('infra/'));
  return machines.flatMap((name) => [
    ...problem(
      deployed.some(({ text }) => text.includes(`'${name}'`)),
      `statemachines/${name}.asl.json is deployed by nothing in infra/`,
    ),
    ...problem(
      files.some(({ path }) => path === `test/statemachines/${name}.test.ts`),
      `statemachines/${name}.asl.json has no test/statemachines/${name}.test.ts`,
    ),
  ]);
}

function problem(holds: boolean, text: string): Problems {
  return holds ? [] : [text];
}

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function codeOf(text: string): string {
  return piecesOf(text)
    .map((piece) => (piece.kind === 'code' ? piece.text : ' '))
    .join('');
}
