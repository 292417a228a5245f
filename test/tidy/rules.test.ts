import { checkArrows } from './arrows';
import { circlesOf } from './circles';
import { checkFileNames } from './file-names';
import {
  checkFunctionFiles,
  checkFunctionImports,
  checkFunctionNames,
  checkHandlers,
  checkStateMachines,
} from './functions';
import { GLOSSARY } from './glossary';
import { checkLines } from './lines';
import { checkPrivatePaths } from './private-paths';
import { checkAllowances } from './ratchet';
import { tree } from './small-tree';
import { checkTypeNames } from './type-names';
import { checkWords } from './words';

const FUNCTION = {
  'functions/restoreAurora/contract.ts': '',
  'functions/restoreAurora/decide.ts': '',
  'functions/restoreAurora/aws.ts': '',
  'functions/restoreAurora/handler.ts': "createHandler({ name: 'restoreAurora' });",
  'infra/entries.ts': "['restoreAurora']",
  'infra/functions/restore-aurora.ts': "{ folder: 'restoreAurora' }",
  'test/functions/restoreAurora/decide.test.ts': '',
};

describe('arrows', () => {
  test.each([
    ['simulator/a.ts', "import type { N } from '../infra/names';", 'simulator/a.ts imports N from infra/names.ts'],
    ['infra/a.ts', "import { d } from '../functions/f/decide';", 'infra/a.ts imports d from functions/f/decide.ts'],
    ['functions/g/a.ts', "import { d } from '../f/decide';", 'a function knows of another only its contract.ts'],
    ['functions/g/a.ts', "import '../../simulator/clock';", 'functions may import nothing but itself'],
    ['cli/a.ts', "const t = require('../test/setup');", 'cli may import rehearsal'],
  ])('%s with %s', (path, text, problem) => {
    const others = ['infra/names.ts', 'functions/f/decide.ts', 'simulator/clock.ts', 'test/setup.ts'];
    const problems = checkArrows(tree({ ...Object.fromEntries(others.map((other) => [other, ''])), [path]: text }));
    expect(problems[0]).toContain(problem);
  });

  test('what stands between hides nothing', () => {
    const files = tree({
      'simulator/a.ts': "import { b } from '../assembly/b';",
      'assembly/b.ts': "import { Input } from '../functions/f/contract';",
      'functions/f/contract.ts': '',
      'infra/a.ts': "import { Input } from '../functions/g/contract';",
      'functions/g/contract.ts': "import { RDS } from '@aws-sdk/client-rds';",
    });
    expect(checkArrows(files)).toEqual([
      expect.stringContaining('simulator/a.ts → assembly/b.ts → functions/f/contract.ts: the simulator knows AWS'),
      expect.stringContaining('infra/a.ts → functions/g/contract.ts → @aws-sdk/client-rds: a template is made from'),
    ]);
  });

  test('contracts and types pass', () => {
    const files = tree({
      'infra/a.ts': "import type { Environment } from '../functions/f/contract';",
      'functions/f/contract.ts': "import type { RDS } from '@aws-sdk/client-rds';",
      'functions/g/aws.ts': "import { Input } from '../f/contract';",
      'test/a.ts': "import '../infra/a';",
    });
    expect(checkArrows(files)).toEqual([]);
  });
});

describe('circles', () => {
  test('names the files and what ties them, types included', () => {
    const [circle] = circlesOf(
      tree({
        'a/one.ts': "import { two } from '../b/two';",
        'b/two.ts': "import { three } from './three';",
        'b/three.ts': "import type { One } from '../a/one';",
        'b/four.ts': "import { two } from './two';",
      }),
    );
    expect(circle?.folders).toEqual(['a', 'b']);
    expect(circle?.problem.split('\n    ')).toEqual([
      '3 files of a, b import each other, types included; for example',
      'a/one.ts takes two from b/two.ts',
      'b/two.ts takes three from b/three.ts',
      'b/three.ts takes One from a/one.ts',
      'move one of these names to a file of its own that both may import',
    ]);
  });

  test('a straight line is none', () => {
    expect(
      circlesOf(tree({ 'a/one.ts': "import './two';", 'a/two.ts': "import './three';", 'a/three.ts': '' })),
    ).toEqual([]);
  });
});

describe('functions', () => {
  test('a whole one passes', () => {
    const files = tree(FUNCTION);
    expect([
      ...checkFunctionFiles(files),
      ...checkHandlers(files),
      ...checkFunctionImports(files),
      ...checkFunctionNames(files),
    ]).toEqual([]);
  });

  test('a missing file has its name', () => {
    expect(checkFunctionFiles(tree({ ...FUNCTION, 'functions/smokeTest/contract.ts': '' }))).toEqual([
      'functions/smokeTest has no decide.ts',
      'functions/smokeTest has no aws.ts',
      'functions/smokeTest has no handler.ts',
    ]);
  });

  test('a long handler is sent to advance.ts', () => {
    const files = tree({ ...FUNCTION, 'functions/restoreAurora/handler.ts': 'step();\n'.repeat(41) });
    expect(checkHandlers(files)).toEqual([
      'functions/restoreAurora/handler.ts has 41 lines of code, 40 are allowed: move what it does to advance.ts',
    ]);
  });

  test('AWS beside aws.ts, and a clock in decide.ts', () => {
    const files = tree({
      ...FUNCTION,
      'functions/restoreAurora/advance.ts': "import { RDS } from '@aws-sdk/client-rds';",
      'functions/restoreAurora/decide.ts': 'const table = process.env.TABLE; // not process.env',
    });
    expect(checkFunctionImports(files)).toEqual([
      'functions/restoreAurora/advance.ts imports @aws-sdk/client-rds: only aws.ts talks to AWS; give it a verb there',
      'functions/restoreAurora/decide.ts reads the clock, chance or the environment: take it as an argument',
    ]);
  });

  test('another name somewhere', () => {
    const files = tree({
      'functions/restoreAurora/handler.ts': "createHandler({ name: 'restore' });",
      'infra/entries.ts': "['restore']",
      'statemachines/failover.asl.json': '{ "FunctionName": "${RestoreArn}" }',
    });
    expect(checkFunctionNames(files)).toEqual([
      'infra/entries.ts does not list restoreAurora',
      "functions/restoreAurora/handler.ts does not log as restoreAurora: write name: 'restoreAurora'",
      'nothing in infra/ makes restoreAurora with the id RestoreAurora',
      'test/functions/restoreAurora has no test',
      'statemachines/failover.asl.json calls ${RestoreArn}, which is no folder of functions/ with Arn behind it',
    ]);
  });

  test('a state machine that nobody deploys or runs', () => {
    expect(checkStateMachines(tree({ 'statemachines/failover.asl.json': '{}' }))).toEqual([
      'statemachines/failover.asl.json is deployed by nothing in infra/',
      'statemachines/failover.asl.json has no test/statemachines/failover.test.ts',
    ]);
  });
});

describe('names and sizes', () => {
  test('file names', () => {
    const paths = ['infra/Config.ts', 'simulator/my_file.ts', 'functions/restoreAurora/aws.ts', 'docs/RUNBOOK_DR.md'];
    expect(checkFileNames(paths.map((path) => ({ path, text: '' })))).toEqual([
      'infra/Config.ts: write Config.ts in kebab-case',
      'simulator/my_file.ts: write my_file.ts in kebab-case',
    ]);
  });

  test('a type name with two meanings; the simulator has names of its own', () => {
    const files = tree({
      'cli/a.ts': 'export type Estate = string;',
      'cost/b.ts': 'export interface Estate {}',
      'simulator/c.ts': 'export class Estate {}',
      'functions/f/contract.ts': 'export type Input = string;',
      'functions/g/contract.ts': 'export type Input = number;',
      'test/d.ts': 'export type Estate = string;',
    });
    expect(checkTypeNames(files, {})).toEqual([
      'Estate is exported by cli/a.ts, cost/b.ts: say in the name which one it is, or import the one there is',
    ]);
    expect(checkTypeNames(files, { Estate: 2 })).toEqual([]);
  });

  test('a long file', () => {
    const files = tree({ 'cli/a.ts': '// why\nstep();\nstep();\nstep();\n' });
    expect(checkLines(files, 3, {})).toEqual([]);
    expect(checkLines(files, 2, {})).toEqual([
      'cli/a.ts has 3 lines of code, 2 are allowed: split it by what changes together',
    ]);
  });

  test('an allowance that is larger than needed', () => {
    const counts = new Map([
      ['a', 5],
      ['b', 2],
    ]);
    expect(checkAllowances(counts, 2, { a: 6, b: 4, c: 3 })).toEqual([
      'a: lower the allowance of 6 to 5',
      'b: 2 is within the limit of 2; remove the allowance of 4',
      'c: 0 is within the limit of 2; remove the allowance of 3',
    ]);
    expect(checkAllowances(counts, 2, { a: 5 })).toEqual([]);
  });
});

describe('words', () => {
  const MEND = GLOSSARY.filter(({ name }) => name === 'mend');

  test('are found in documents and messages, with their line', () => {
    const files = tree({
      'docs/RUNBOOK.md': 'First\nMend it.\n```\nmend\n```\n`mend` and "mend it"',
      'functions/f/message.ts': "// mend\nconst text = 'Mend the cause';\nconst mend = 'mend';",
      'statemachines/m.asl.json': '"Mend it"',
      'test/a.test.ts': "test('mend the cause');",
      'CONTRIBUTING.md': 'mend → fix',
    });
    expect(checkWords(files, MEND, { mend: 1 })).toEqual([
      'docs/RUNBOOK.md:2 says "mend": write fix',
      '"mend" is in 2 messages, 1 are allowed: write fix in one of\n    functions/f/message.ts:2\n    statemachines/m.asl.json:1',
    ]);
    expect(checkWords(files.slice(1), MEND, { mend: 2 })).toEqual([]);
  });
});

describe('private paths', () => {
  test('are found in documents, comments and texts', () => {
    const files = tree({
      'README.md': 'See ../shared/design.md',
      'cli/a.ts':
        "import { e } from '../shared/errors';\nimport { f } from '../shared/forecast/facts';\n\n// as issue 12 says\nconst p = '/tmp/wt/me';",
      'test/a.ts': "const recordings = '../../shared/asl-cases';",
    });
    expect(checkPrivatePaths(files)).toEqual([
      'README.md:1 names a folder beside the project (../shared)',
      'cli/a.ts:4 names the number of an issue: say what it is about (issue 12)',
      "cli/a.ts:5 names a path of one person's machine (/tmp/wt)",
    ]);
  });
});
