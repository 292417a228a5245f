import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { Problem } from '../../input/problems';
import { PROJECT_ROOT } from '../project-root';
import { text } from './fields';

const arn = (service: string, resource: string, example: string) =>
  text(
    new RegExp(`^arn:aws:${service}:[a-z0-9-]+:\\d{12}:${resource}.+$`),
    `write an ARN such as "arn:aws:${service}:us-east-1:111111111111:${resource}${example}"`,
  );

function list<Entry extends z.ZodType>(entry: Entry, what: string) {
  return z.array(entry, `write a list with at least one ${what}`).min(1, `write at least one ${what}`);
}

/** One statement of the role with which CloudFormation deploys the activation stack. */
const Permission = z.strictObject({
  actions: list(text(/^[a-z0-9-]+:[A-Za-z*]+$/, 'write IAM actions, such as "lambda:CreateFunction"'), 'IAM action'),
  resources: list(text(/^(arn:aws:.+|\*)$/, 'write ARNs, with "*" only where the action takes no resource'), 'ARN'),
});

/** A workload that runs already: what is deployed is what protects it, and nothing of its own. */
export const ExistingWorkload = z.strictObject({
  kind: z.literal('existing'),
  /** The Aurora PostgreSQL cluster, in the primary region. */
  clusterArn: arn('rds', 'cluster:', 'orders'),
  /** Its master user's secret: what the database holds is written down every hour, over the Data API. */
  secretArn: arn('secretsmanager', 'secret:', 'rds!cluster-1234'),
  /**
   * The secret in the standby region whose password the master user of a restored cluster is given. For a team whose primary has a password that RDS manages: that secret is the primary's alone, and
   * without this one nobody could log in to what is restored.
   * @default the replica of `secretArn`
   */
  standbySecretArn: arn('secretsmanager', 'secret:', 'orders/database').optional(),
  /**
   * The secret in the standby region of the role with which the workload logs in there: the SSM parameter names it, and a
   * restored cluster's role is given its password. For a team whose functions are not to be the master user; the role is in
   * the database, and so in its backups.
   * @default the master user's: `standbySecretArn`
   */
  applicationSecretArn: arn('secretsmanager', 'secret:', 'orders/application').optional(),
  /** The key that the cluster is encrypted with: backups are made with it. */
  keyArn: arn('kms', 'key/', '1234abcd-12ab-34cd-56ef-1234567890ab'),
  /** Path of the template that a failover deploys in the standby region, from the project's root. */
  activationTemplate: z.string('write the path of a CloudFormation template').min(1, 'write the path of a template'),
  /** What CloudFormation may do with it; roles that it passes are made ahead of time. */
  activationPermissions: z
    .array(Permission, 'write a list of {actions, resources}')
    .min(
      1,
      'write what CloudFormation needs in order to deploy the activation template, such as lambda:CreateFunction',
    ),
  /** Asked for before traffic moves, of `traffic.standbyName`, and after, of `traffic.publicName`. */
  healthPaths: z
    .array(
      text(/^\/\S*$/, 'write a path that begins with a slash, such as "/health"'),
      'write a list of paths, such as ["/health"]',
    )
    .min(1, 'write at least one path: nothing would prove that traffic may move'),
  /**
   * The team's own CloudWatch alarm in the primary region on a count of server errors: it starts az-failure where no reader can
   * be promoted, which RDS has no event for, and its metric is what clients met.
   * @default none: only failovers of the cluster start it
   */
  errorsAlarm: text(
    /^[^*?]{1,255}$/,
    'write the name of a CloudWatch alarm in primaryRegion on a count of server errors, such as "orders-5xx"',
  ).optional(),
  /** The bucket in the primary region that holds the frontend, and objects without which it does not work. */
  frontend: z
    .strictObject({
      bucketName: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'write the name of a bucket'),
      keys: list(z.string().min(1, 'write the key of an object'), 'key, such as "index.html"'),
    })
    .optional(),
});
export type ExistingWorkload = z.output<typeof ExistingWorkload>;

/** What does not go together with the rest of the configuration. */
export function* existingWorkloadProblems(
  workload: ExistingWorkload,
  rest: {
    readonly account: string;
    readonly primaryRegion: string;
    readonly standbyRegion: string;
    readonly database: string;
  },
): Generator<Problem> {
  for (const field of ['clusterArn', 'secretArn', 'keyArn'] as const) {
    const [, , , region, account] = workload[field].split(':');
    if (region !== rest.primaryRegion || account !== rest.account)
      yield {
        path: ['workload', field],
        message: `write the ARN of what is in primaryRegion "${rest.primaryRegion}" of account ${rest.account}, or change those`,
      };
  }
  const { standbySecretArn } = workload;
  for (const field of ['standbySecretArn', 'applicationSecretArn'] as const) {
    const [, , , region, account] = workload[field]?.split(':') ?? ['', '', '', rest.standbyRegion, rest.account];
    if (region !== rest.standbyRegion || account !== rest.account)
      yield {
        path: ['workload', field],
        message: `write the ARN of a secret in standbyRegion "${rest.standbyRegion}" of account ${rest.account}, or change those`,
      };
  }
  const isManaged = workload.secretArn.includes(':secret:rds!');
  if (isManaged && rest.database === 'snapshot' && standbySecretArn === undefined)
    yield {
      path: ['workload', 'standbySecretArn'],
      message: `write the ARN of a secret of your own in standbyRegion "${rest.standbyRegion}", with the username of your master user and a password: RDS manages the secret of your primary in its own region alone, and a restored cluster is given the password of this one`,
    };
  if (isManaged && rest.database === 'global')
    yield {
      path: ['workload', 'secretArn'],
      message:
        'write the ARN of a secret of your own that Secrets Manager replicates to standbyRegion, or "snapshot" for database: RDS manages no password in a global database',
    };
}

/** A template that could not be read is noticed before anything is made. */
export function* missingTemplate(workload: {
  readonly kind: string;
  readonly activationTemplate?: string;
}): Generator<Problem> {
  const { activationTemplate } = workload;
  if (activationTemplate === undefined) return;
  if (statSync(resolve(PROJECT_ROOT, activationTemplate), { throwIfNoEntry: false })?.isFile() === true) return;
  yield {
    path: ['workload', 'activationTemplate'],
    message: "there is no such file: write the path of a CloudFormation template, from the project's root",
  };
}
