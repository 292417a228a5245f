import { measureBundles } from './bundles';
import { count } from './counted';
import { measureRehearsal } from './rehearsal';
import { measureVault } from './vault';
import { measureYear } from './year';

/** `npm run bench` prints everything; `npm run bench -- year` one of them. */
const BENCHES: Readonly<Record<string, () => Promise<string>>> = {
  rehearsal: measureRehearsal,
  bundles: measureBundles,
  vault: measureVault,
  year: measureYear,
  counted: count,
};

async function main(names: readonly string[]): Promise<void> {
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const bench = BENCHES[name];
    if (bench === undefined) {
      process.stderr.write(`There is no bench "${name}". Benches: ${Object.keys(BENCHES).join(', ')}\n`);
      process.exitCode = 2;
      return;
    }
    process.stdout.write(`${await bench()}\n`);
  }
}

void main(process.argv.slice(2));
