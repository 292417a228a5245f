import { buildApp, createApp } from './build-app';
import { checkAssembly, RecoveryPathError } from './checks/check-assembly';
import { ConfigError } from './config/config-error';
import { loadConfig } from './config/parse';

// `cdk -c config=FILE`, or PILOT_LIGHT_CONFIG=FILE; without either, the reference workload.
try {
  const app = createApp();
  const file: unknown = app.node.tryGetContext('config') ?? process.env['PILOT_LIGHT_CONFIG'];
  const config = loadConfig(typeof file === 'string' ? file : undefined);
  buildApp(app, config);
  const assembly = app.synth();
  checkAssembly(assembly, config);
  // Beside the library's own validation, which a rehearsal leaves out: the rules take a second to load
  // and to run, and what is simulated is judged there.
  if (process.env['CDK_VALIDATION'] !== 'false') {
    const { checkSecurity } = require('./checks/check-security') as typeof import('./checks/check-security');
    checkSecurity(app, assembly);
    const { checkStateMachines } =
      require('./checks/check-state-machines') as typeof import('./checks/check-state-machines');
    checkStateMachines(assembly);
  }
} catch (error) {
  // What is wrong, not where in the library it was noticed.
  console.error(error instanceof Error && process.env['PILOT_LIGHT_DEBUG'] === undefined ? error.message : error);
  // As the command line does: 2 for what the user has to write differently.
  process.exitCode = error instanceof ConfigError || (error instanceof RecoveryPathError && error.isOfTheTeam) ? 2 : 1;
}
