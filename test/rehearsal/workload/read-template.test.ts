import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplate } from '../../../rehearsal/workload/read-template';

const folder = mkdtempSync(join(tmpdir(), 'pilot-light-template-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const path = join(folder, 'template');
  writeFileSync(path, text);
  return readTemplate(path);
}

test('YAML means what the same template in JSON means, short forms written out', () => {
  const yaml = `
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  IsLive: !Not [!Equals [!Ref Stage, test]]
Resources:
  Handler:
    Type: AWS::Lambda::Function
    Condition: IsLive
    Properties:
      Role: !GetAtt Role.Arn
      FunctionName: !Sub \${AWS::StackName}-api
      Code: { S3Bucket: !Select [0, !Split [",", !ImportValue buckets]], S3Key: "012.zip" }
      Environment:
        Variables:
          SECRET: !GetAtt Cluster.MasterUserSecret.SecretArn
          URL: !Join
            - ""
            - - https://
              - !Sub ["\${Host}/x", { Host: !Ref Host }]
          STAGE: !If [IsLive, live, !Ref AWS::NoValue]
`;
  expect(read(yaml)).toEqual({
    AWSTemplateFormatVersion: '2010-09-09',
    Conditions: { IsLive: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] }] } },
    Resources: {
      Handler: {
        Type: 'AWS::Lambda::Function',
        Condition: 'IsLive',
        Properties: {
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          FunctionName: { 'Fn::Sub': '${AWS::StackName}-api' },
          Code: {
            S3Bucket: { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'buckets' }] }] },
            S3Key: '012.zip',
          },
          Environment: {
            Variables: {
              SECRET: { 'Fn::GetAtt': ['Cluster', 'MasterUserSecret.SecretArn'] },
              URL: { 'Fn::Join': ['', ['https://', { 'Fn::Sub': ['${Host}/x', { Host: { Ref: 'Host' } }] }]] },
              STAGE: { 'Fn::If': ['IsLive', 'live', { Ref: 'AWS::NoValue' }] },
            },
          },
        },
      },
    },
  });
});

test('JSON is read as it is', () => {
  expect(read('{"Resources": {"Table": {"Type": "AWS::DynamoDB::Table"}}}')).toEqual({
    Resources: { Table: { Type: 'AWS::DynamoDB::Table' } },
  });
});

test.each([
  ['Resources: [', /line 1/],
  ['Resources:\n  A: {}\n  A: {}', /Map keys must be unique at line 3/],
  ['Resources: { A: !Reff B }', /Unresolved tag: !Reff at line 1/],
  ['Tables: {}', 'it has no Resources'],
  ['', 'it has no Resources'],
])('%j is none, and it is said why', (text, reason) => {
  expect(read(text)).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
});
