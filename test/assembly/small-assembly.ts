import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnResource, CliCredentialsStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Bucket } from 'aws-cdk-lib/aws-s3';

const account = '111111111111';
export const ARTIFACT_BUCKET = `pilot-light-artifacts-${account}-us-west-2`;

/** Synthesises two stacks in us-west-2 and one in us-east-1 that needs them; gives the directory of the assembly. */
export function synthSmallAssembly(): string {
  process.env['CDK_VALIDATION'] = 'false';
  const code = mkdtempSync(join(tmpdir(), 'code-'));
  writeFileSync(join(code, 'index.mjs'), 'export const handler = async () => 1;\n');
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'assembly-')), analyticsReporting: false });
  const primary = new Stack(app, 'Primary', { env: { account, region: 'us-east-1' }, terminationProtection: true });
  new CfnOutput(primary, 'Zone', { value: `${primary.region}a` });
  new Bucket(primary, 'Bucket', { versioned: true });
  const standby = new Stack(app, 'Standby', { env: { account, region: 'us-west-2' } });
  const artifacts = new Bucket(standby, 'Artifacts', { bucketName: ARTIFACT_BUCKET });
  new CfnOutput(standby, 'ArtifactBucketName', { value: artifacts.bucketName });
  const asset = new Asset(standby, 'Code', { path: code });
  new CfnOutput(standby, 'CodeKey', { value: asset.s3ObjectKey });
  const activation = new Stack(app, 'Activation', {
    env: { account, region: 'us-west-2' },
    synthesizer: new CliCredentialsStackSynthesizer({
      fileAssetsBucketName: ARTIFACT_BUCKET,
      bucketPrefix: 'activation/',
    }),
  });
  const late = new Asset(activation, 'Code', { path: code });
  new CfnResource(activation, 'Later', {
    type: 'AWS::SSM::Parameter',
    properties: { Type: 'String', Value: late.s3ObjectKey },
  });
  activation.addStackDependency(standby);
  primary.addStackDependency(standby);
  Tags.of(app).add('disaster-recovery:strategy', 'pilot-light');
  return app.synth().directory;
}
