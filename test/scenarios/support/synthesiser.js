const { createServer } = require('node:http');

/**
 * The process that synthesises for a whole run of tests, each configuration once, whichever worker asks: loading the CDK
 * takes longer than most tests. It loads it when it is first asked, and ends with the process that started it.
 */
const [, , directory] = process.argv;
/** Assembly directories by what was asked for. */
const made = new Map();

async function directoryOf(wanted) {
  const known = made.get(wanted);
  if (known !== undefined) return known;
  require('tsx/cjs');
  const { synthesiseInProcess } = require('../../../bench/in-process-assembly.ts');
  const { config, sdk } = JSON.parse(wanted);
  const synthesised = synthesiseInProcess(config, { sdk, parent: directory });
  made.set(
    wanted,
    synthesised.then((assembly) => assembly.directory),
  );
  return made.get(wanted);
}

const server = createServer((request, response) => {
  let wanted = '';
  request.setEncoding('utf8').on('data', (part) => {
    wanted += part;
  });
  request.on('end', () => {
    directoryOf(wanted).then(
      (assembly) => response.end(assembly),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
process.on('disconnect', () => process.exit());
