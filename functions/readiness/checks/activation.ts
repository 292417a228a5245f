import { awsCommand } from '../../shared/aws-command';
import type { UnusableCode } from '../facts';
import { locationOf } from '../published';
import { degraded, type Finding, notReady, type ReadinessCheck, ready, whenRead } from '../finding';

export const PUBLISH = 'npx cdk synth && npx pilotlight publish-activation';
export const DEPLOY_WARM = 'npx pilotlight publish-activation, which deploys a warm standby as well';

/** What a failover deploys is there, is what was published, and belongs to what was deployed last. */
export const activationTemplate: ReadinessCheck = {
  name: 'activation-template',
  judge: ({ activation: reading }, { TEMPLATE_URL_PARAMETER: parameter, ACTIVATION_TEMPLATE_SHA256: deployed }) =>
    whenRead(reading, ({ templateUrl, manifest, templateDigest }) => {
      if (templateUrl === undefined) return notReady(`${parameter} is not there: nothing was published`, PUBLISH);
      if (locationOf(templateUrl) === undefined) {
        return notReady(`${parameter} holds no address of a template: ${templateUrl}`, PUBLISH);
      }
      if (templateDigest === undefined) return notReady(`${templateUrl} is not there`, PUBLISH);
      if (manifest === undefined) {
        return degraded(`${templateUrl} has no manifest beside it: what it needs is not known`, PUBLISH);
      }
      if (templateDigest !== manifest.template.sha256) {
        return notReady(`${templateUrl} is not what was published: its digest is ${templateDigest}`, PUBLISH);
      }
      return notOfDeployment(templateDigest, deployed) ?? ready(`${templateUrl} is what was published`);
    }),
};

/** Another release was published than was deployed: after each deployment somebody has to publish. */
export function notOfDeployment(published: string, deployed: string): Finding | undefined {
  if (published === deployed) return undefined;
  return degraded(
    `a failover would deploy the template ${short(published)}; to what was deployed last belongs ${short(deployed)}, which is not published`,
    `${PUBLISH}, of the release that is deployed`,
  );
}

export const activationAssets: ReadinessCheck = {
  name: 'activation-assets',
  judge: ({ activation: reading, unusableCode }, { region }) =>
    whenRead(reading, ({ manifest, wrongAssets }) =>
      whenRead(unusableCode, ([code]): Finding => {
        if (code !== undefined) return ofCode(code, region);
        if (manifest === undefined) return degraded('what the template needs is not known', PUBLISH);
        return wrongAssets.length === 0
          ? ready(`${manifest.assets.length} objects are there as they were published`)
          : notReady(`missing or changed: ${wrongAssets.join(', ')}`, PUBLISH);
      }),
    ),
};

function ofCode({ bucket, key, why }: UnusableCode, region: string): Finding {
  const object = `s3://${bucket}/${key}`;
  switch (why) {
    case 'elsewhere':
      return notReady(
        `${object}, code of the activation, is in a bucket of another region: Lambda takes code from its own region alone`,
        'Copy the code to a bucket of the standby region, name that in the activation template, and publish it',
      );
    case 'missing':
      return notReady(
        `${object}, code of the activation, is not there`,
        `Put the code there: ${awsCommand(region, 's3 cp', 'FILE', object)}`,
      );
    case 'forbidden':
      return degraded(
        `${object}, code of the activation, cannot be read: S3 answers 403, which is also what it says of what is missing`,
        'Let the role of readiness read the object in the policy of the bucket and of its key, and see that it is there',
      );
  }
}

/**
 * The activation runs the code that the primary runs. The primary is not asked, it may be down: it writes down every hour
 * which build it runs, and that is replicated here. Until it has, what counts is what was deployed with this function.
 *
 * Builds are compared by CDK's hash of the code, not by Lambda's CodeSha256: that is of the zip, and the two regions'
 * zips are made by different tools.
 */
export const activationBuild: ReadinessCheck = {
  name: 'activation-build',
  judge: ({ activation: reading, primaryBuild }, { WORKLOAD_FUNCTION_NAME: name, WORKLOAD_BUILD: deployed }) =>
    whenRead(reading, ({ manifest }) =>
      whenRead(primaryBuild, (primary) => {
        if (name === undefined || deployed === undefined) return ready('builds of this workload are not compared');
        if (manifest === undefined) return degraded('which build was published is not known', PUBLISH);
        const published = manifest.functions.find(({ functionName }) => functionName === name);
        if (published === undefined) return notReady(`the published activation has no function ${name}`, PUBLISH);
        const wanted = primary?.build ?? deployed;
        const whose = primary === undefined ? 'was deployed last' : `the primary ran at ${primary.at}`;
        return published.build === wanted
          ? ready(`${name} is the build ${short(wanted)} that ${whose} (CodeSha256 ${published.codeSha256})`)
          : degraded(
              `a failover would run ${name} of the build ${short(published.build)}, not ${short(wanted)} that ${whose}`,
              PUBLISH,
            );
      }),
    ),
};

/** What a failover deletes before it deploys: a stack whose creation failed, and one that takes no change set. */
const NOT_DEPLOYED =
  /^((CREATE|DELETE|UPDATE|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_FAILED|DELETE_IN_PROGRESS|REVIEW_IN_PROGRESS|ROLLBACK_.*)$/;

/** A warm standby's stack is deployed as it was published; a pilot light's need only not be in the way. */
export const activationStack: ReadinessCheck = {
  name: 'activation-stack',
  judge: ({ activationStack: reading }, { ACTIVATION_STACK_NAME: name, STANDBY: standby }) =>
    whenRead(reading, (stack) => {
      const isDeployed = stack !== undefined && !NOT_DEPLOYED.test(stack.status);
      if (standby === 'pilot-light') {
        if (stack === undefined) return ready(`${name} is not deployed: a failover deploys it`);
        return ready(`${name} is ${stack.status}: a failover ${isDeployed ? 'updates it' : 'replaces it'}`);
      }
      if (!isDeployed) {
        return degraded(`${name} is ${stack?.status ?? 'not there'}: a failover has to deploy it first`, DEPLOY_WARM);
      }
      return stack.isPublished
        ? ready(`${name} is ${stack.status}, as it was published`)
        : degraded(`${name} is not what was published: a failover has to update it first`, DEPLOY_WARM);
    }),
};

function short(build: string): string {
  return build.slice(0, 12);
}
