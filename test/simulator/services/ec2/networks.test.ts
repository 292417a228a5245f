import { App, Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Template } from 'aws-cdk-lib/assertions';
import { awsErrorOf } from '../../support/fake-world';
import { operator, type StackWorld, stackWorld } from '../cloudformation/stack-world';

function network(build: (vpc: Vpc, stack: Stack) => void = () => undefined): Record<string, unknown> {
  process.env['CDK_VALIDATION'] = 'false';
  const stack = new Stack(new App({ analyticsReporting: false }), 'Network', {
    env: { account: '111111111111', region: 'us-west-2' },
  });
  const vpc = new Vpc(stack, 'Vpc', {
    availabilityZones: ['us-west-2a', 'us-west-2b'],
    natGateways: 1,
    restrictDefaultSecurityGroup: false,
  });
  build(vpc, stack);
  const { Parameters: _, Rules: __, ...template } = Template.fromStack(stack).toJSON() as Record<string, unknown>;
  return template;
}

function deploy(world: StackWorld, template: Record<string, unknown>) {
  const { cloudFormation } = world.region('us-west-2');
  return cloudFormation.deployStack({ stackName: 'Network', template, caller: operator });
}

describe('a network that CDK makes', () => {
  const template = network((vpc, stack) => {
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    const group = new SecurityGroup(stack, 'Group', { vpc });
    group.addIngressRule(Peer.ipv4('10.0.0.0/8'), Port.tcp(5432));
    group.addIngressRule(new SecurityGroup(stack, 'Other', { vpc }), Port.tcp(5432));
    group.connections.allowTo(new SecurityGroup(stack, 'Third', { vpc, allowAllOutbound: false }), Port.tcp(1));
  });

  it('is created with everything in it, and is gone when its stack is', async () => {
    const world = stackWorld();
    await world.scheduler.runToEnd(deploy(world, template));
    const { cloudFormation, ec2 } = world.region('us-west-2');
    const stack = cloudFormation.stacks.get('Network');
    const ids = [...stack.resources.values()].flatMap(({ definition, physicalId }) =>
      definition.type === 'AWS::EC2::SecurityGroup' ? [physicalId ?? ''] : [],
    );
    expect(ids).toHaveLength(3);
    for (const id of ids) expect(ec2.securityGroup(id)).toMatchObject({ kind: 'securityGroup' });
    void cloudFormation.beginDelete(stack, operator);
    await world.scheduler.run(() => stack.operation === undefined);
    expect(stack.status).toBe('DELETE_COMPLETE');
    for (const id of ids) expect(ec2.securityGroup(id)).toBeUndefined();
  });

  it('keeps its ids when only its tags change', async () => {
    const world = stackWorld();
    await world.scheduler.runToEnd(deploy(world, template));
    const resources = () => [...world.region('us-west-2').cloudFormation.stacks.get('Network').resources.values()];
    const before = resources().map(({ physicalId }) => physicalId);
    await world.scheduler.runToEnd(
      deploy(world, JSON.parse(JSON.stringify(template).replaceAll('Network/Vpc', 'Renamed'))),
    );
    expect(resources().map(({ physicalId }) => physicalId)).toEqual(before);
    expect(JSON.stringify(resources().map(({ properties }) => properties))).toContain('Renamed');
  });
});

describe('a network is refused', () => {
  it('when it refers to what is not there', async () => {
    const world = stackWorld();
    const { ec2 } = world.region('us-west-2');
    expect(() =>
      ec2.create('subnet', { properties: {}, tags: {}, references: [{ kind: 'vpc', id: 'vpc-0' }] }),
    ).toThrow("The vpc ID 'vpc-0' does not exist");
  });

  it('for a property that is not modelled, by its name', async () => {
    const world = stackWorld();
    const template = { Resources: { A: { Type: 'AWS::EC2::VPC', Properties: { Ipv4IpamPoolId: 'x' } } } };
    await expect(world.scheduler.runToEnd(deploy(world, template))).rejects.toThrow('Ipv4IpamPoolId of AWS::EC2::VPC');
  });

  it('with an interface endpoint while us-east-1 is dark: its name would be made there', async () => {
    const world = stackWorld();
    world.dark.add('us-east-1');
    const template = network((vpc) => {
      vpc.addInterfaceEndpoint('Sts', { service: InterfaceVpcEndpointAwsService.STS });
    });
    const outcome = world.scheduler.runToEnd(deploy(world, template));
    await expect(outcome).rejects.toThrow('temporary failure of the server');
  });

  it('when something still depends on what is to be deleted', async () => {
    const world = stackWorld();
    const { ec2 } = world.region('us-west-2');
    const vpc = ec2.create('vpc', { properties: {}, tags: {} });
    ec2.create('subnet', { properties: {}, tags: {}, references: [{ kind: 'vpc', id: vpc.id }] });
    const error = await awsErrorOf(
      world,
      Promise.resolve().then(() => ec2.delete(vpc.id)),
    );
    expect(error.code).toBe('DependencyViolation');
  });
});
