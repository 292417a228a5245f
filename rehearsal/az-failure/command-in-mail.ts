import type { CreateDBInstanceCommandInput } from '@aws-sdk/client-rds';

/** The command of the mails that creates an instance, as its operator would paste it; undefined: none has one. */
export function commandIn(messages: readonly string[]): CreateDBInstanceCommandInput | undefined {
  const line = messages.flatMap((message) => /rds create-db-instance .*/.exec(message) ?? [])[0];
  if (line === undefined) return undefined;
  const option = (name: string) => new RegExp(`--${name} (\\S+)`).exec(line)?.[1];
  return {
    DBInstanceIdentifier: option('db-instance-identifier'),
    DBClusterIdentifier: option('db-cluster-identifier'),
    DBInstanceClass: option('db-instance-class'),
    Engine: option('engine'),
    AvailabilityZone: option('availability-zone'),
  };
}
