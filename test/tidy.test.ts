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
import { checkLines, linesByFile } from './tidy/lines';
import { checkPrivatePaths } from './tidy/private-paths';
import { checkAllowances } from './tidy/ratchet';
import { readTree } from './tidy/tree';
import { checkTypeNames, filesByTypeName } from './tidy/type-names';
import { checkWords, messagesByWord } from './tidy/words';

/*
 * The house checks itself. Each problem says what to do; that each rule can fail is proven in test/tidy/*.test.ts, and
 * what does not keep a rule yet is counted in test/tidy/allowances.ts.
 */
const files = readTree(join(__dirname, '..'));

test('imports run one way', () => {
  expect(checkArrows(files)).toEqual([]);
});

test('there is no circle of imports', () => {
  expect(circlesOf(files).map(({ problem }) => problem)).toEqual([]);
});

test('each function has its five files', () => {
  expect(checkFunctionFiles(files)).toEqual([]);
});

test('a handler is short', () => {
  expect(checkHandlers(files)).toEqual([]);
});

test('only aws.ts talks to AWS, and what decides is pure', () => {
  expect(checkFunctionImports(files)).toEqual([]);
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

test('no allowance of test/tidy/allowances.ts is larger than needed', () => {
  expect([
    ...checkAllowances(linesByFile(files), allowed.MOST_LINES, allowed.LONGER_FILES),
    ...checkAllowances(filesByTypeName(files), 1, allowed.TYPE_NAMES),
    ...checkAllowances(messagesByWord(files, GLOSSARY), 0, allowed.WORDS_IN_MESSAGES),
  ]).toEqual([]);
});
