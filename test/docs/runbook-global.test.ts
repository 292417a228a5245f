import { hasAws } from './aws-command-line';
import { RunbookAccount } from './runbook-account';
import { chapters, one } from './runbook-chapters';

(hasAws ? describe : describe.skip)('followed with a global database', () => {
  const chapter = chapters(() => RunbookAccount.open({ config: { database: 'global' }, darkFor: '1h' }));
  const heading = 'Aurora global database';

  test(
    'while the primary is dark, the lag is read, and the failover promotes the replica',
    chapter(async (account) => {
      await account.follow(heading, {}, { only: /get-metric-statistics/ });
      expect((await account.stage.run()).status).toBe('SUCCEEDED');
    }),
  );

  test(
    'when it is back, what was lost is copied, and the way back is a switchover',
    chapter(async (account) => {
      const { stage } = account;
      await stage.until(() => !stage.world.isDark('us-east-1'), 'the primary is lit');
      await stage.pass('1h');
      const snapshot = await one(
        account,
        "aws rds describe-db-cluster-snapshots --region us-east-1 --query 'DBClusterSnapshots[].DBClusterSnapshotIdentifier'",
      );
      await account.follow(heading, { SNAPSHOT: snapshot, DATE: 'today' }, { only: /lost-writes/ });
      await account.follow(heading, {}, { only: /switchover/ });
      await stage.pass('10m');
      await account.follow(heading);
      expect(account.left.filter((commands) => commands.heading === `## ${heading}`)).toEqual([]);
    }),
  );
});
