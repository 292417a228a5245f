/** What a recovery must not need: a control plane that is in us-east-1, whatever region calls it. */
export interface ControlPlaneRule {
  /** Resource types or IAM actions, with `*` for any text. */
  readonly matches: readonly string[];
  readonly except?: readonly string[];
  /** Only where the permission reaches one of these; `REGION` stands for the standby region. */
  readonly onResources?: readonly string[];
  readonly needs: string;
  readonly instead: string;
  readonly source: string;
}

const GLOBAL = 'AWS Fault Isolation Boundaries, Global services';
const SINGLE_REGION = 'AWS Fault Isolation Boundaries, Global single-Region operations';

const IAM = {
  needs: "IAM's control plane",
  instead: 'make the role or policy in the standby stack, with a fixed name, and import it as immutable',
  source: GLOBAL,
};
const BUCKETS = {
  needs: 'the control plane of S3 bucket names and configuration',
  instead: 'make the bucket and all its settings in the standby stack; objects can be read and written at any time',
  source: SINGLE_REGION,
};
const ROUTE53 = {
  needs: "Route 53's control plane",
  instead: 'make records and health checks in the traffic stack, and move traffic by the metric that they watch',
  source: GLOBAL,
};
const ENDPOINT_NAMES = {
  needs: "Route 53's control plane, for the DNS names of its endpoints",
  instead: 'make it in the standby stack, before it is needed',
  source: SINGLE_REGION,
};
const EDGE = {
  needs: "CloudFront's control plane",
  instead: 'set it up ahead of time, with both origins',
  source: GLOBAL,
};

const SHIELD = {
  needs: 'the control plane of Shield Advanced',
  instead: 'protect the resource ahead of time',
  source: GLOBAL,
};

/** Resource types that a template of the recovery path must not hold. */
export const RESOURCE_TYPES: readonly ControlPlaneRule[] = [
  { matches: ['AWS::IAM::*'], ...IAM },
  { matches: ['AWS::S3::Bucket*', 'AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint*'], ...BUCKETS },
  { matches: ['AWS::Route53::*', 'AWS::Route53RecoveryReadiness::*', 'AWS::ServiceDiscovery::*'], ...ROUTE53 },
  { matches: ['AWS::CloudFront::*'], ...EDGE },
  { matches: ['AWS::Shield::*'], ...SHIELD },
  {
    matches: [
      'AWS::ElasticLoadBalancing::*',
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'AWS::ElastiCache::*',
      'AWS::MemoryDB::Cluster',
      'AWS::DAX::Cluster',
      'AWS::Neptune::*',
      'AWS::OpenSearchService::Domain',
      'AWS::EC2::VPCEndpoint*',
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGateway::DomainName*',
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::ApiMapping',
      'AWS::ApiGatewayV2::DomainName',
      'AWS::Lambda::Url',
      'AWS::RDS::DBCluster',
      'AWS::RDS::DBInstance',
      'AWS::RDS::DBProxy*',
      'AWS::EKS::Cluster',
    ],
    ...ENDPOINT_NAMES,
  },
  {
    matches: ['AWS::CertificateManager::Certificate'],
    needs: "Route 53's control plane, for the record that validates it",
    instead: 'make the certificate in the standby stack',
    source: 'AWS Certificate Manager User Guide, DNS validation',
  },
  {
    matches: ['AWS::CloudFormation::Stack', 'AWS::CloudFormation::Macro', 'AWS::Serverless::*'],
    needs: 'whatever another template or a macro makes: nobody can tell from this one',
    instead: 'write the resources into the activation template itself',
    source: 'AWS CloudFormation User Guide, Nested stacks and Macros',
  },
  {
    matches: ['Custom::*', 'AWS::CloudFormation::CustomResource'],
    needs: 'a function, its role and whatever that calls: nobody can tell from the template',
    instead: 'do the work ahead of time, or in a function of the recovery stack',
    source: 'AWS CloudFormation User Guide, Custom resources',
  },
];

/** IAM actions, and with them API calls, that a recovery must not need. */
export const ACTIONS: readonly ControlPlaneRule[] = [
  // PassRole is a permission that other calls check, no call of its own.
  { matches: ['iam:*'], except: ['iam:PassRole'], ...IAM },
  {
    matches: [
      's3:CreateBucket',
      's3:DeleteBucket*',
      's3:PutBucket*',
      's3:Put*Configuration',
      's3:CreateAccessPoint*',
      's3:DeleteAccessPoint*',
    ],
    ...BUCKETS,
  },
  { matches: ['route53:*', 'route53domains:*', 'servicediscovery:*'], ...ROUTE53 },
  { matches: ['cloudfront:*'], except: ['cloudfront:CreateInvalidation'], ...EDGE },
  { matches: ['shield:*'], ...SHIELD },
  {
    matches: ['acm:RequestCertificate'],
    needs: "Route 53's control plane, for the record that validates it",
    instead: 'make the certificate in the standby stack',
    source: 'AWS Certificate Manager User Guide, DNS validation',
  },
  {
    matches: ['organizations:*', 'account:*'],
    needs: 'the control plane of AWS Organizations and accounts',
    instead: 'read what is needed ahead of time and keep it in the standby region',
    source: GLOBAL,
  },
  {
    matches: [
      'elasticloadbalancing:CreateLoadBalancer',
      'elasticloadbalancing:DeleteLoadBalancer',
      'elasticache:Create*',
      'elasticache:Delete*',
      'elasticache:Modify*',
      'memorydb:CreateCluster',
      'dax:CreateCluster',
      'es:CreateDomain',
      'ec2:CreateVpcEndpoint*',
      'ec2:DeleteVpcEndpoint*',
      'lambda:*FunctionUrlConfig',
      'rds:CreateDBCluster',
      'rds:CreateDBInstance',
      'rds:CreateDBProxy',
      'rds:Restore*',
      'eks:CreateCluster',
    ],
    except: ['lambda:GetFunctionUrlConfig'],
    ...ENDPOINT_NAMES,
  },
  {
    matches: ['rds:FailoverGlobalCluster'],
    needs: "Route 53's control plane, for the global writer endpoint, which is to lead to the new primary",
    instead: "use the new primary's own endpoint or the Data API in its region",
    source: 'Aurora User Guide, Connecting to Amazon Aurora Global Database',
  },
  {
    matches: ['rds:SwitchoverGlobalCluster'],
    needs: 'the primary region, which has to be healthy for it, wherever that is',
    instead: 'fail over, and say that data may be lost',
    source: 'Aurora User Guide, Performing switchovers for Aurora global databases',
  },
  {
    // Routes and integrations of an API are the region's own; the API and its domain are not.
    matches: ['apigateway:POST', 'apigateway:PUT', 'apigateway:PATCH', 'apigateway:DELETE'],
    onResources: ['apis', 'apis/ID', 'restapis', 'restapis/ID', 'domainnames', 'domainnames/ID'].map(
      (path) => `arn:aws:apigateway:REGION::/${path}`,
    ),
    ...ENDPOINT_NAMES,
  },
];
