import { App, type AppProps, DefaultStackSynthesizer, Tags } from 'aws-cdk-lib';
import { type Bundles, bundle } from './bundle';
import { failoverCacheOf } from './config/failover-cache';
import type { Config } from './config/schema';
import { ZONE_NOT_MADE } from './config/zone';
import { ENTRIES } from './entries';
import { FEATURE_FLAGS } from './feature-flags';
import { namesOf, tagsOf } from './names';
import { codeReadBy } from './stacks/activation-code';
import { functionsMadeBy } from './stacks/activation-functions';
import { parametersReadBy } from './stacks/activation-parameters';
import { ActivationStack } from './stacks/activation-stack';
import { templateDigestOf } from './stacks/artifact-synthesizer';
import { CacheStack } from './stacks/cache-stack';
import { ExistingActivationStack } from './stacks/existing-activation-stack';
import { EDGE_REGION, FrontendStack } from './stacks/frontend-stack';
import { PrimaryStack } from './stacks/primary-stack';
import { RecoveryStack } from './stacks/recovery-stack';
import { ReplicaStack } from './stacks/replica-stack';
import { StandbyStack } from './stacks/standby-stack';
import { TrafficStack } from './stacks/traffic-stack';
import { ZoneStack } from './stacks/zone-stack';

/** An app that synthesises the same whoever runs it: the `cdk` command, `pilotlight` or a test. */
export function createApp(props: AppProps = {}): App {
  return new App({
    analyticsReporting: false,
    // The `cdk` command compares the bootstrap version itself; the rule in the template would only need a parameter.
    defaultStackSynthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    ...props,
    context: { ...FEATURE_FLAGS, ...props.context },
  });
}

/** The stacks. Between the regions there are fixed names and configuration, never a reference. */
export function buildApp(app: App, config: Config, bundles: Bundles = bundle(ENTRIES)): void {
  const primary = { env: { account: config.account, region: config.primaryRegion }, config, bundles };
  const standby = { env: { account: config.account, region: config.standbyRegion }, config, bundles };

  for (const [key, value] of Object.entries(tagsOf(config))) Tags.of(app).add(key, value);
  const zoneStack = config.zone.create ? new ZoneStack(app, 'PilotLightZone', standby) : undefined;
  if (config.zone.id === ZONE_NOT_MADE) return;

  const { workload } = config;
  const activationStack =
    workload.kind === 'existing'
      ? new ExistingActivationStack(app, 'PilotLightActivation', { ...standby, workload })
      : new ActivationStack(app, 'PilotLightActivation', standby);
  const cache = failoverCacheOf(config);
  const cacheStack = cache === undefined ? undefined : new CacheStack(app, 'PilotLightCache', { ...standby, cache });
  const activationParameters = parametersReadBy(activationStack);
  const activationFunctions = functionsMadeBy(activationStack);
  const standbyStack = new StandbyStack(app, 'PilotLightStandby', { ...standby, activationParameters });
  const recoveryStack = new RecoveryStack(app, 'PilotLightRecovery', {
    ...standby,
    standby: standbyStack,
    activationParameters,
    activationFunctions,
    activationCode: codeReadBy(activationStack, namesOf(config).artifactBucket),
    templateDigests: {
      activation: templateDigestOf(activationStack),
      ...(cacheStack === undefined ? {} : { cache: templateDigestOf(cacheStack) }),
    },
  });
  const primaryStack = new PrimaryStack(app, 'PilotLightPrimary', primary);
  const { endpointCheckId } = recoveryStack;
  const trafficStack = new TrafficStack(app, 'PilotLightTraffic', {
    ...standby,
    endpointCheckId,
  });

  // Orders the deployments and adds nothing to the templates: backups and objects need somewhere to be copied to, names
  // somewhere to lead to.
  if (zoneStack !== undefined) standbyStack.addStackDependency(zoneStack, 'names are put into the zone');
  primaryStack.addStackDependency(standbyStack, 'the vault and the replica bucket receive copies');
  if (endpointCheckId !== undefined)
    primaryStack.addStackDependency(
      recoveryStack,
      'the health check on the endpoint has settled before the records are made',
    );
  activationStack.addStackDependency(standbyStack, 'the API carries the routes');
  cacheStack?.addStackDependency(standbyStack, 'its network and its key stand there');
  trafficStack.addStackDependency(primaryStack, 'the primary name exists');
  trafficStack.addStackDependency(standbyStack, 'the standby name exists');

  if (config.database === 'global') {
    const replicaStack = new ReplicaStack(app, 'PilotLightReplica', { ...standby, standby: standbyStack });
    replicaStack.addStackDependency(primaryStack, 'the global cluster exists');
    replicaStack.addStackDependency(recoveryStack, 'the topic hears of the lag');
  }

  if (workload.kind === 'reference' && workload.frontend.cdn) {
    const edge = { env: { account: config.account, region: EDGE_REGION }, config, bundles, workload };
    const frontendStack = new FrontendStack(app, 'PilotLightFrontend', edge);
    frontendStack.addStackDependency(primaryStack, 'the frontend bucket exists');
    frontendStack.addStackDependency(standbyStack, 'the replica bucket exists');
  }
}
