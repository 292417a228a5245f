import { measureBundles } from './bundles';
import { measureRehearsal } from './rehearsal';

/** `npm run bench` prints everything; `npm run bench -- bundles` or `-- rehearsal` one of the two. */
const BENCHES: Readonly<Record<string, () => Promise<string>>> = {
  rehearsal: measureRehearsal,
  bundles: measureBundles,
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
