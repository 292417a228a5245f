import { measureBundles } from './bundles';
import { measureComparison } from './compare';
import { count } from './counted';
import { measureFlippedByte } from './flipped-byte';
import { measureRehearsal } from './rehearsal';
import { measureSuite } from './suite';
import { measureVault } from './vault';
import { measureYear } from './year';

/** `npm run bench` prints everything; `npm run bench -- year` one of them. */
const BENCHES: Readonly<Record<string, () => Promise<string>>> = {
  rehearsal: measureRehearsal,
  bundles: measureBundles,
  vault: measureVault,
  compare: measureComparison,
  'flipped-byte': measureFlippedByte,
  year: measureYear,
  counted: count,
};

/** About the tests, not about the product: by its name only, and what follows the name is its own. */
const SUITE = 'suite';

async function main(args: readonly string[]): Promise<void> {
  if (args[0] === SUITE) {
    process.stdout.write(`${await measureSuite(args.slice(1))}\n`);
    return;
  }
  for (const name of args.length > 0 ? args : Object.keys(BENCHES)) {
    const bench = BENCHES[name];
    if (bench === undefined) {
      const names = [...Object.keys(BENCHES), SUITE].join(', ');
      process.stderr.write(`There is no bench "${name}". Benches: ${names}\n`);
      process.exitCode = 2;
      return;
    }
    process.stdout.write(`${await bench()}\n`);
  }
}

void main(process.argv.slice(2));
