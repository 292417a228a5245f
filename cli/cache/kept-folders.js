// JavaScript, as all that runs before the command line is compiled.
const { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } =
  require('node:fs');
const path = require('node:path');

/** What a folder held when it was whole: each file with its size. */
const LIST = '.made.json';
const UNFINISHED = '.new-';
/** Nobody reads for longer in a folder after it was recalled, nor takes longer to fill one. */
const IN_USE_MS = 15 * 60_000;

exports.KeptFolders = class KeptFolders {
  #parent;
  #most;

  constructor(parent, most) {
    this.#parent = parent;
    this.#most = most;
  }

  recall(key) {
    const folder = path.join(this.#parent, key);
    if (!isWhole(folder)) return undefined;
    try {
      // When it was used last.
      utimesSync(folder, new Date(), new Date());
    } catch {
      // In a checkout that is read-only nothing is removed either.
    }
    return folder;
  }

  begin() {
    try {
      mkdirSync(this.#parent, { recursive: true });
      return mkdtempSync(path.join(this.#parent, UNFINISHED));
    } catch {
      return undefined;
    }
  }

  keep(key, made) {
    const folder = path.join(this.#parent, key);
    writeFileSync(path.join(made, LIST), JSON.stringify(filesIn(made)));
    try {
      renameSync(made, folder);
    } catch {
      if (isWhole(folder)) {
        // Another process was faster: what it made is the same.
        rmSync(made, { recursive: true, force: true });
        return folder;
      }
      rmSync(folder, { recursive: true, force: true });
      renameSync(made, folder);
    }
    this.#sweep(key);
    return folder;
  }

  #sweep(key) {
    const nowMs = Date.now();
    const others = readdirSync(this.#parent)
      .filter((name) => name !== key)
      .map((name) => ({
        name,
        usedAtMs: statSync(path.join(this.#parent, name), { throwIfNoEntry: false })?.mtimeMs ?? nowMs,
      }))
      .sort((a, b) => b.usedAtMs - a.usedAtMs);
    const finished = others.filter(({ name }) => !name.startsWith(UNFINISHED));
    const unfinished = others.filter(({ name }) => name.startsWith(UNFINISHED));
    for (const { name, usedAtMs } of [...finished.slice(this.#most - 1), ...unfinished]) {
      if (nowMs - usedAtMs > IN_USE_MS) rmSync(path.join(this.#parent, name), { recursive: true, force: true });
    }
  }
};

/** A folder that was being removed, or whose disk was full, lacks files or has short ones. */
function isWhole(folder) {
  try {
    const files = JSON.parse(readFileSync(path.join(folder, LIST), 'utf8'));
    return files.length > 0 && files.every(([file, size]) => statSync(path.join(folder, file)).size === size);
  } catch {
    return false;
  }
}

function filesIn(folder, prefix = '') {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = `${prefix}${entry.name}`;
    return entry.isDirectory()
      ? filesIn(path.join(folder, entry.name), `${file}/`)
      : [[file, statSync(path.join(folder, entry.name)).size]];
  });
}
