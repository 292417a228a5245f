// JavaScript, as all that runs before the command line is compiled.
const { createHash } = require('node:crypto');
const { readdirSync, readFileSync, statSync } = require('node:fs');
const path = require('node:path');

exports.fingerprint = (root, names, others = []) => {
  const hash = createHash('sha256').update(JSON.stringify(others));
  for (const name of names) add(hash, path.join(root, name), name);
  return hash.digest('hex').slice(0, 32);
};

/** Names count as contents do: a file that is added or renamed may be read in place of another. */
function add(hash, file, name) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) hash.update(`${name}\0missing\0`);
  else if (found.isDirectory())
    for (const entry of readdirSync(file).sort()) add(hash, path.join(file, entry), `${name}/${entry}`);
  else hash.update(`${name}\0${found.size}\0`).update(readFileSync(file));
}
