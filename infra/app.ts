import { buildApp, createApp } from './build-app';
import { checkAssembly } from './checks/check-assembly';
import { loadConfig } from './config';

// `cdk -c config=FILE`, or PILOT_LIGHT_CONFIG=FILE; without either, the reference workload.
try {
  const app = createApp();
  const file: unknown = app.node.tryGetContext('config') ?? process.env['PILOT_LIGHT_CONFIG'];
  const config = loadConfig(typeof file === 'string' ? file : undefined);
  buildApp(app, config);
  checkAssembly(app.synth(), config);
} catch (error) {
  // What is wrong, not where in the library it was noticed.
  console.error(error instanceof Error && process.env['PILOT_LIGHT_DEBUG'] === undefined ? error.message : error);
  process.exitCode = 1;
}
