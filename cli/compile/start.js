const { createHash } = require('node:crypto');
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const { fingerprint } = require('../cache/fingerprint');
const { KeptFolders } = require('../cache/kept-folders');
const { readableStack } = require('./readable-stack');

/** What the command line is compiled from, and what says which packages are compiled into it. */
const INPUTS = [
  'assembly',
  'cli',
  'cost',
  'functions',
  'infra',
  'input',
  'rehearsal',
  'simulator',
  'tsconfig.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
];
const ENTRY = 'cli/process.ts';
const CODE = 'main.js';
/** The commit at hand, and the one that it is compared with. */
const KEPT = 3;

exports.INPUTS = INPUTS;

/** Runs what `cli/process.ts` exports: compiled; through tsx where nothing can be compiled or kept. */
exports.start = async (project, words) => {
  const folder = await compiled(project);
  if (folder === undefined) {
    require('tsx/cjs');
    require(path.join(project, ENTRY)).start();
    return;
  }
  const file = path.join(folder, CODE);
  const readable = readableStack(file);
  process.setUncaughtExceptionCaptureCallback((error) => {
    process.stderr.write(`${readable(String(error?.stack ?? error))}\n`);
    process.exit(1);
  });
  load(file, path.join(project, ENTRY), path.join(folder, `${codeCacheName(project, words)}.bin`), words).start(
    readable,
  );
};

async function compiled(project) {
  const folders = new KeptFolders(path.join(project, '.cache', 'cli'), KEPT);
  // The compiled sources find the project's files by its path.
  const keyNow = () => fingerprint(project, INPUTS, [project]);
  const key = keyNow();
  const known = folders.recall(key);
  if (known !== undefined) return known;
  const folder = folders.begin();
  if (folder === undefined) return undefined;
  try {
    await require('./compile').compile(project, ENTRY, path.join(folder, CODE));
    // From sources that changed meanwhile: the next start compiles them again.
    return keyNow() === key ? folders.keep(key, folder) : undefined;
  } catch {
    // tsx says what is wrong with the sources.
    return undefined;
  }
}

/** A command has functions of its own to remember; V8 refuses what it has compiled in another version or with other flags. */
function codeCacheName(project, [name = '']) {
  const isCommand = /^[a-z-]+$/.test(name) && existsSync(path.join(project, 'cli', 'commands', `${name}.ts`));
  const flags = fingerprint(project, [], [process.arch, process.execArgv, process.env['NODE_OPTIONS']]).slice(0, 8);
  return `${isCommand ? name : 'other'}-${process.version}-${flags}`;
}

/** As `require`, but that V8 keeps what it compiled of the file for the next start. */
function load(file, entry, cacheFile, words) {
  const cachedData = readCode(cacheFile);
  const code = `(function (exports, require, module, __filename, __dirname) {\n${readFileSync(file, 'latin1')}\n})`;
  const script = new vm.Script(code, { filename: file, lineOffset: -1, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) keepCodeAtExit(script, cacheFile, words);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(entry), module, entry, path.dirname(entry));
  return module.exports;
}

/** At the end, since V8 compiles a function when it is first called. Help and refusals call few. */
function keepCodeAtExit(script, cacheFile, words) {
  if (words.includes('--help')) return;
  process.once('exit', (code) => {
    if (code !== 0) return;
    try {
      const temporary = `${cacheFile}.${process.pid}`;
      writeFileSync(temporary, withChecksum(script.createCachedData()));
      renameSync(temporary, cacheFile);
    } catch {
      // The next start compiles again.
    }
  });
}

const CHECKSUM_BYTES = 32;

function checksumOf(code) {
  return createHash('sha256').update(code).digest();
}

function withChecksum(code) {
  return Buffer.concat([checksumOf(code), code]);
}

/** V8 ends the process over code that is damaged, so it is not given any. */
function readCode(cacheFile) {
  if (!existsSync(cacheFile)) return undefined;
  const kept = readFileSync(cacheFile);
  const code = kept.subarray(CHECKSUM_BYTES);
  return kept.subarray(0, CHECKSUM_BYTES).equals(checksumOf(code)) ? code : undefined;
}
