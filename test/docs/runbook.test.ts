import { hasAws } from './aws-command-line';
import { RunbookAccount } from './runbook-account';
import { arnIn, chapters, nameOf, one } from './runbook-chapters';

// Whole failovers, and nearly every command of the page.
jest.setTimeout(300_000);

if (!hasAws) console.warn('No `aws` on the PATH: the commands of docs/RUNBOOK_DR.md are parsed, and not followed.');

const QUESTION = { mode: 'failover', reason: 'us-east-1 is down', requestedBy: 'Ada', requireApproval: true };

(hasAws ? describe : describe.skip)('followed with us-east-1 as the default region, while it is dark and after', () => {
  const chapter = chapters(() => RunbookAccount.open({ darkFor: '45m' }));
  /** What one chapter finds and a later one writes into its commands. */
  const found = { recoveryPoint: '', cluster: '' };

  test(
    'a command that names no region fails',
    chapter(async (account) => {
      const { code, stderr } = await account.run('aws s3 ls s3://pilot-light-evidence-ACCOUNT-us-west-2/');
      expect(code).not.toBe(0);
      expect(stderr).toContain('Connection was closed');
    }),
  );

  test(
    'what can be known is read',
    chapter(async (account) => {
      expect(await account.follow('1. Decide')).toContain('"freshness":"fresh"');
      expect(await account.follow('Readiness says not-ready or degraded', {}, { code: 3 })).toContain('degraded');
      expect(await account.follow('The objective cannot be held')).toContain('"state":"primaryUnreachable"');
      const points = await account.follow('UnsafeToProceedError', {}, { only: /list-recovery-points/ });
      found.recoveryPoint = arnIn(points);
    }),
  );

  test(
    'a validation is started and read, and its recovery point restored to be looked at',
    chapter(async (account) => {
      const { stage } = account;
      const heading = 'A restore validation failed';
      const arn = arnIn(await account.follow(heading, {}, { only: /start-execution/ }));
      await stage.until(() => stage.standby.states.execution(arn).result !== undefined, 'the validation has ended');
      expect(await account.follow(heading, { NAME: nameOf(arn) }, { only: /aws s3/ })).toContain(nameOf(arn));
      const values = {
        GROUP: await one(account, "aws rds describe-db-subnet-groups --query 'DBSubnetGroups[].DBSubnetGroupName'"),
        SG: securityGroupOf(account),
        RECOVERY_POINT_ARN: found.recoveryPoint,
        DATE: 'today',
        NAME: 'inspect-today',
      };
      await account.follow(heading, values, { only: /restore-db-cluster/ });
      await stage.pass('10m');
      await account.follow(heading, values);
    }),
  );

  test(
    'a drill is stopped, and questions are answered both ways',
    chapter(async (account) => {
      const { stage } = account;
      const drill = arnIn(await account.follow('Every month, every quarter', {}, { only: /"drill"/ }));
      await stage.untilState(drill, 'RestoreAurora');
      expect(await account.follow('Every month, every quarter', { ARN: drill }, { only: /endHold/ })).toContain(
        'the hold',
      );
      await account.follow('2. Start', { ARN_OF_THE_DRILL: drill }, { only: /stop-execution/ });
      await stage.pass('1m');
      for (const approved of [false, true]) {
        const arn = await stage.start(QUESTION);
        await stage.untilState(arn, 'AskForApproval');
        await stage.pass('10s');
        const only = new RegExp(`"approved":${String(approved)}`);
        expect(await account.follow('3. Approve or reject', { ARN: arn }, { only })).toContain(
          approved ? 'approved: ' : 'rejected: ',
        );
        if (approved) {
          await stage.untilState(arn, 'RestoreAurora');
          await account.run(`aws stepfunctions stop-execution --region us-west-2 --execution-arn ${arn}`);
        }
        await stage.pass('1m');
      }
    }),
  );

  test(
    'the failover that was begun is abandoned; another one is started, watched and read',
    chapter(async (account) => {
      const { stage } = account;
      await account.follow('Abandoning a failover', { FAILOVER_ID: account.failoverId });
      const arn = arnIn(await account.follow('2. Start'));
      await stage.untilState(arn, 'SmokeTestStandby');
      expect(await account.follow('4. Watch', { ARN: arn })).toContain('RUNNING');
      await account.follow('FencedOutError', { ARN_IN_THE_CAUSE: arn });
      const { status, evidence } = await stage.end(arn);
      expect(status).toBe('SUCCEEDED');
      found.cluster = evidence?.database?.clusterIdentifier ?? '';
      const values = { NAME: nameOf(arn), CLUSTER: found.cluster };
      expect(await account.follow('5. Afterwards', values)).toContain('"verdict":"passed"');
      expect(await account.follow('The cache is missing')).toContain('"state":');
    }),
  );

  test(
    'while the standby serves, everything else of the region can be looked at',
    chapter(async (account) => {
      await account.follow('UnsafeToProceedError', {}, { only: /service-quotas|publish-activation|events|curl|dig/ });
      const stuck = { only: /continue-update-rollback/, refused: /UPDATE_ROLLBACK_FAILED|ValidationError/ };
      await account.follow('UnsafeToProceedError', {}, stuck);
      await account.follow('Every month, every quarter', { NAME: `/aws/rds/cluster/${found.cluster}/postgresql` });
      const URL = await one(account, "aws sqs list-queues --query 'QueueUrls[]'");
      await account.follow('Alarms', { URL, BODY_OF_THE_LETTER: '{}' });
      await account.follow('Changing a password', {}, { only: /stop-replication-to-replica/ });
      const execution =
        'aws stepfunctions list-executions --query "executions[0].executionArn" --state-machine-arn ' +
        'arn:aws:states:us-west-2:ACCOUNT:stateMachine:pilot-light-backup-failure-notification';
      await account.follow('A backup or a copy failed', { ARN: await one(account, execution) });
    }),
  );

  test(
    'users are not moved back to a primary that does not answer',
    chapter(async (account) => {
      await account.follow('Moving traffic back', {}, { refused: /primary-not-answering/ });
    }),
  );

  test(
    'what needs the break-glass role is refused without it, and done with it',
    chapter(async (account) => {
      const heading = 'Deleting from a vault';
      const key = await one(
        account,
        'aws kms describe-key --key-id alias/pilot-light-standby --query KeyMetadata.KeyId',
      );
      const values = { RECOVERY_POINT_ARN: found.recoveryPoint, KEY: key };
      await account.follow(heading, values, { only: /delete-recovery-point/, refused: /explicit deny/ });
      const session = await account.follow(heading, { CODE: '123456' }, { only: /assume-role/ });
      const { Credentials: credentials } = JSON.parse(session);
      account.signIn(credentials);
      await account.run(
        `aws kms get-key-policy --region us-west-2 --key-id ${key} --policy-name default --query Policy --output text > policy.json`,
      );
      await account.follow(heading, values);
      expect(await account.follow('Somebody tried to take a key away', values)).toContain('PendingDeletion');
      account.signIn();
    }),
  );

  test(
    'the primary is back: users are moved there, and the standby is removed',
    chapter(async (account) => {
      const { stage } = account;
      await stage.until(() => !stage.world.isDark('us-east-1'), 'the primary is lit');
      await stage.pass('10m');
      const { arn } = stage.standby.rds.cluster(found.cluster);
      const secret = await one(
        account,
        'aws secretsmanager describe-secret --secret-id pilot-light/database --query ARN',
      );
      const values = {
        CLUSTER: found.cluster,
        CLUSTER_ARN: arn,
        SECRET_ARN: secret,
        TIME: '2026-01-05T01:00:00Z',
        DATE: 'today',
        SNAPSHOT_ARN: arn.replace(/:cluster:.*/, ':cluster-snapshot:before-rollback-today'),
        KEY_IN_THE_PRIMARY_REGION: 'alias/aws/rds',
      };
      const heading = 'Rollback after DR';
      for (const only of [
        /describe-db-clusters|api-primary/,
        /snapshot-available/,
        /put-function-concurrency/,
        /rds-data/,
      ]) {
        await account.follow(heading, values, { only });
      }
      await account.follow('Moving traffic back');
      await stage.pass('10m');
      expect(await account.follow(heading, values, { only: /dig/ })).toContain('api-primary.example.com');
      await account.follow(heading, values);
      await account.run(
        `aws rds delete-db-instance --region us-west-2 --db-instance-identifier ${found.cluster}-reader --skip-final-snapshot`,
      );
      await account.follow('Removing the standby', values);
    }),
  );

  test(
    'a zone is in trouble',
    chapter(async (account) => {
      const { stage } = account;
      await account.follow('AZ failure', {}, { only: /describe-events|curl/ });
      for (const only of [/failover-db-cluster(?![^]*target)/, /target-db-instance/]) {
        await account.follow('AZ failure', {}, { only });
        await stage.pass('5m');
      }
      await account.follow('AZ failure');
    }),
  );

  test(
    'an alarm, a failed backup, a manifest that is missing',
    chapter(async (account) => {
      await account.follow('An alarm of the workload');
      await account.follow('A missing manifest');
      const inPrimary = (list: string) => one(account, `aws backup ${list} --region us-east-1`);
      await account.follow('A backup or a copy failed', {
        BACKUP_JOB: await inPrimary("list-backup-jobs --query 'BackupJobs[0].BackupJobId'"),
        COPY_JOB: await inPrimary("list-copy-jobs --query 'CopyJobs[0].CopyJobId'"),
        RECOVERY_POINT_ARN: await inPrimary(
          'list-recovery-points-by-backup-vault --backup-vault-name pilot-light-primary ' +
            "--query 'RecoveryPoints[0].RecoveryPointArn'",
        ),
      });
    }),
  );

  test(
    'rows are fetched from a point in time',
    chapter(async (account) => {
      const heading = 'Data corruption';
      await account.follow(heading, {}, { only: /concurrency/ });
      const byHand = 'A restored cluster by hand';
      const printed = await account.follow(byHand, {}, { only: /EarliestRestorableTime/ });
      const [, latest = '', group = '', parameters = '', securityGroup = ''] = printed.split(/\s+/);
      const values = {
        TIME: latest,
        GROUP: group,
        PARAMETERS: parameters,
        SG: securityGroup,
        SECRET: await one(
          account,
          'aws secretsmanager describe-secret --region us-east-1 --secret-id pilot-light/database --query ARN',
        ),
        QUERY: 'select count(*) from heartbeats',
      };
      await account.follow('Bringing rows back', { TIME: latest });
      await account.follow(byHand, values, { only: /point-in-time/ });
      await account.stage.pass('2m');
      const rows = await account.follow(byHand, values);
      expect(rows).toMatch(/"longValue": [1-9]/);
    }),
  );

  test(
    'passwords are changed',
    chapter(async (account) => {
      await account.follow('Changing a password', {}, { only: /^USERNAME/ });
      await account.follow('Changing a password', { PASSWORD: 'of-the-master-user' });
    }),
  );

  test(
    'every command was followed, but those of a global database and of a stack that is stuck',
    chapter((account) => {
      if (account.isTooOld) return Promise.resolve();
      const others = account.left.filter(({ heading }) => heading !== '## Aurora global database');
      expect(others.map(({ script }) => script)).toEqual([expect.stringContaining('continue-update-rollback')]);
      return Promise.resolve();
    }),
  );
});

/** Any of the standby region's: the page asks EC2, which the simulator lacks. */
function securityGroupOf({ stage }: RunbookAccount): string {
  const resources = stage.standby.cloudFormation.stacks.find('PilotLightStandby')?.resources.values() ?? [];
  return (
    [...resources].flatMap(({ physicalId }) => (physicalId?.startsWith('sg-') === true ? [physicalId] : []))[0] ?? ''
  );
}
