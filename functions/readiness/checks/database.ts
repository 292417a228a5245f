import { parameterGroupOf } from '../parameter-group';
import { degraded, notReady, type ReadinessCheck, ready, redeploy, whenRead } from '../finding';

export const subnetGroup: ReadinessCheck = {
  name: 'subnet-group',
  judge: ({ subnetGroup: reading }, { DB_SUBNET_GROUP_NAME: name, STANDBY_STACK_NAME: stack }) =>
    whenRead(reading, (group) => {
      if (group === undefined) return notReady(`there is no subnet group ${name}`, redeploy(stack));
      const detail = `${name} is ${group.status}, in ${group.zones} availability zones`;
      if (group.status !== 'Complete') return degraded(detail, `Look at its subnets: ${redeploy(stack)}`);
      // Aurora takes no subnet group of fewer (Aurora User Guide, "Working with a DB cluster in a VPC").
      return group.zones < 2 ? notReady(detail, `It needs two zones: ${redeploy(stack)}`) : ready(detail);
    }),
};

export const clusterParameterGroup: ReadinessCheck = {
  name: 'cluster-parameter-group',
  judge: ({ parameterGroupFamily: reading, engine }, policy) =>
    whenRead(reading, (family) => {
      const name = parameterGroupOf(engine, policy);
      const fix = `Set cluster.engineVersion to what the primary runs, then ${redeploy(policy.STANDBY_STACK_NAME)}`;
      if (family === undefined) return notReady(`there is no cluster parameter group ${name}`, fix);
      const needed = engine.kind === 'read' ? engine.value.family : undefined;
      if (needed !== undefined && needed !== family) {
        return notReady(`${name} is of the family ${family}; the database needs ${needed}`, fix);
      }
      return ready(`${name} is there, of the family ${family}`);
    }),
};

export const engineVersion: ReadinessCheck = {
  name: 'engine-version',
  judge: ({ engine: reading }, { region }) =>
    whenRead(reading, ({ version, of, family }) =>
      family === undefined
        ? notReady(
            `Aurora PostgreSQL ${version}, of the ${of}, is not offered in ${region}`,
            `Upgrade the primary to a version that is: aws rds describe-db-engine-versions --region ${region} --engine aurora-postgresql`,
          )
        : ready(`Aurora PostgreSQL ${version}, of the ${of}, is offered`),
    ),
};

/** EC2 is not asked: CloudFormation's record is what there is without another client and another permission. */
export const securityGroups: ReadinessCheck = {
  name: 'security-groups',
  judge: ({ resources: reading }, { VPC_SECURITY_GROUP_IDS: wanted, STANDBY_STACK_NAME: stack }) =>
    whenRead(reading, (resources) => {
      const known = new Set(
        resources
          .filter(({ type, status }) => type === 'AWS::EC2::SecurityGroup' && isThere(status))
          .map(({ physicalId }) => physicalId),
      );
      const missing = wanted.filter((id) => !known.has(id));
      return missing.length === 0
        ? ready(`${wanted.join(', ')}, by CloudFormation's record (EC2 itself is not asked)`)
        : notReady(`not in CloudFormation's record: ${missing.join(', ')}`, redeploy(stack));
    }),
};

/** A resource that could not be deleted or changed is there all the same. */
export function isThere(status: string): boolean {
  return status !== 'DELETE_COMPLETE' && status !== 'CREATE_FAILED' && status !== 'DELETE_IN_PROGRESS';
}
