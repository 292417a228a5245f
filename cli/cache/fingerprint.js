// JavaScript, as all that runs before the command line is compiled.
const { createHash } = require('node:crypto');
const { readdirSync, readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');

exports.fingerprint = (root, paths, others = []) => {
  const hash = createHash('sha256').update(JSON.stringify(others));
  for (const path of paths) add(hash, join(root, path), path);
  return hash.digest('hex').slice(0, 32);
};

/** Names count as contents do: a file that is added or renamed may be read in place of another. */
function add(hash, file, name) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) hash.update(`${name}\0missing\0`);
  else if (found.isDirectory())
    for (const entry of readdirSync(file).sort()) add(hash, join(file, entry), `${name}/${entry}`);
  else hash.update(`${name}\0${found.size}\0`).update(readFileSync(file));
}
