import { overlaps } from '../../../infra/checks/wildcard-overlap';

test.each([
  ['iam:*', 'iam:CreateRole', true],
  ['iam:Create*', 'iam:*', true],
  ['*', 'rds:RestoreDBClusterFromSnapshot', true],
  ['s3:*Bucket', 's3:Put*', true],
  ['s3:GetObject', 's3:getobject', true],
  ['s3:GetObject', 's3:GetObjectVersion', false],
  ['s3:Put*Configuration', 's3:PutObject', false],
  ['AWS::S3::Bucket*', 'AWS::S3::BucketPolicy', true],
  ['Custom::*', 'AWS::Lambda::Function', false],
  ['', '*', true],
])('%s and %s: a text fits both is %s', (one, other, expected) => {
  expect(overlaps(one, other)).toBe(expected);
  expect(overlaps(other, one)).toBe(expected);
});
