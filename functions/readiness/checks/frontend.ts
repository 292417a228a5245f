import { awsCommand } from '../../shared/aws-command';
import { degraded, notReady, type ReadinessCheck, ready, whenRead } from '../finding';

/** The frontend's files have arrived, and they are the release that goes with the published activation. */
export const frontend: ReadinessCheck = {
  name: 'frontend',
  judge: (
    { frontend: reading, activation },
    { region, SOURCE_CLUSTER_ARN, REPLICA_BUCKET_NAME: bucket, FRONTEND_KEYS: keys },
  ) =>
    whenRead(reading, ({ missing, release }) => {
      if (keys.length === 0) return ready('the workload has none');
      if (missing.length > 0) {
        const [, , , primaryRegion = ''] = SOURCE_CLUSTER_ARN.split(':');
        const words = ['--source-region', primaryRegion, 's3://PRIMARY-FRONTEND-BUCKET', `s3://${bucket}`];
        return notReady(
          `not in ${bucket}: ${missing.join(', ')}`,
          `Replication copies what is put after it was set up: put the files into the primary's bucket again, or copy them: ${awsCommand(region, 's3 sync', ...words)}`,
        );
      }
      const published = activation.kind === 'read' ? (activation.value.manifest?.release ?? null) : null;
      if (published === null || release === null)
        return ready(`${keys.length} objects are there; no release to compare`);
      return published === release
        ? ready(`release ${release}, as published with the activation`)
        : degraded(
            `the replica holds release ${release}; the activation was published beside ${published}`,
            'Wait for replication, put the files again, or publish the activation of this release: npx pilotlight publish-activation',
          );
    }),
};
