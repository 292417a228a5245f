import { join } from 'node:path';
import * as allowed from './tidy/allowances';
import { checkArrows } from './tidy/arrows';
import { circlesOf } from './tidy/circles';
import { checkFileNames } from './tidy/file-names';
import {
  checkFunctionFiles,
  checkFunctionImports,
  checkFunctionNames,
  checkHandlers,
  checkStateMachines,
} from './tidy/functions';
import { GLOSSARY } from './tidy/glossary';
import { checkLines } from './tidy/lines';
import { checkPrivatePaths } from './tidy/private-paths';
import { readTree } from './tidy/tree';
import { checkTypeNames } from './tidy/type-names';
import { checkWords } from './tidy/words';

/*
 * The house checks itself. Each problem says what to do; that each rule can fail is proven in test/tidy/rules.test.ts,
 * and what does not keep a rule yet is counted in test/tidy/allowances.ts.
 */
const files = readTree(join(__dirname, '..'));

test('imports run one way', () => {
  expect(checkArrows(files, allowed.ARROWS)).toEqual([]);
});

test('no circle of imports spans folders', () => {
  expect(circlesOf(files).flatMap(({ folders, problem }) => (folders.length > 1 ? [problem] : []))).toEqual([]);
});

test('each function has its five files', () => {
  expect(checkFunctionFiles(files)).toEqual([]);
});

test('a handler is short', () => {
  expect(checkHandlers(files, allowed.LONGER_HANDLERS)).toEqual([]);
});

test('only aws.ts talks to AWS, and what decides is pure', () => {
  expect(checkFunctionImports(files, allowed.TALKING_TO_AWS)).toEqual([]);
});

test('a function has one name everywhere', () => {
  expect(checkFunctionNames(files)).toEqual([]);
});

test('a state machine is deployed and tested', () => {
  expect(checkStateMachines(files)).toEqual([]);
});

test('file names are kebab-case', () => {
  expect(checkFileNames(files)).toEqual([]);
});

test('one exported type name means one thing', () => {
  expect(checkTypeNames(files, allowed.TYPE_NAMES)).toEqual([]);
});

test('no file is too long', () => {
  expect(checkLines(files, allowed.MOST_LINES, allowed.LONGER_FILES)).toEqual([]);
});

test('what users read has the words of the glossary', () => {
  expect(checkWords(files, GLOSSARY, allowed.WORDS_IN_MESSAGES)).toEqual([]);
});

test('nothing names a path or a number that its reader does not have', () => {
  expect(checkPrivatePaths(files)).toEqual([]);
});
