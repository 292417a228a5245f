import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, parseConfig } from '../../../infra/config/parse';
import { complaintOf } from './complaint';

const EXISTING = {
  kind: 'existing',
  clusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:orders',
  secretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1',
  standbySecretArn: 'arn:aws:secretsmanager:us-west-2:111111111111:secret:orders/database-Kx7wQz',
  keyArn: 'arn:aws:kms:us-east-1:111111111111:key/1',
  activationTemplate: 'orders.template.json',
  activationPermissions: [{ actions: ['lambda:CreateFunction'], resources: ['*'] }],
  healthPaths: ['/status'],
};

describe('a configuration file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pilot-light-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const file = (content: string | Buffer) => {
    writeFileSync(join(directory, 'shop.json'), content);
    return join(directory, 'shop.json');
  };
  const complaintsAbout = (content: string) =>
    complaintOf(() => loadConfig(file(content)))
      .replaceAll(directory, 'FOLDER')
      .split('\n');

  test.each([
    ['as it is', '{"name": "shop"}'],
    ['with comments and a comma after the last entry', '{\n  // ours\n  "name": "shop", /* for now */\n}\n'],
    ['with a byte order mark', '\uFEFF{"name": "shop"}'],
    ['in UTF-16, as Windows PowerShell writes it', Buffer.from('\uFEFF{"name": "shop"}', 'utf16le')],
  ])('is laid over the defaults, %s', (_, content) => {
    expect(loadConfig(file(content))).toEqual(parseConfig({ name: 'shop' }));
  });

  test('is told one line for each problem, with its line in the file', () => {
    const lines = [
      '{',
      '  "account": "1",',
      '  "cluster": {',
      '    "engineVersion": "17",',
      '    "minCapacity": "half"',
      '  },',
      '  "backup": {"retentionDay": 3,',
      '    "daily": null},',
      '  "workload": {"kind": "existing"},',
      '  "zones": ["a"],',
      '  "colour": "red"',
      '}',
    ];
    expect(complaintsAbout(lines.join('\n')).slice(0, 5)).toEqual([
      'FOLDER/shop.json:2: account is "1": write the 12 digits of the AWS account, as a string',
      'FOLDER/shop.json:9: workload.clusterArn is missing: write an ARN such as "arn:aws:rds:us-east-1:111111111111:cluster:orders"',
      'FOLDER/shop.json:9: workload.secretArn is missing: write an ARN such as "arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1234"',
      'FOLDER/shop.json:9: workload.keyArn is missing: write an ARN such as "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
      'FOLDER/shop.json:9: workload.activationTemplate is missing: write the path of a CloudFormation template',
    ]);
    expect(complaintsAbout(lines.join('\n')).slice(7)).toEqual([
      'FOLDER/shop.json:4: cluster.engineVersion is "17": write an Aurora PostgreSQL version, such as "17.9"',
      'FOLDER/shop.json:5: cluster.minCapacity is "half": write a number of ACUs from 0 to 256 in steps of 0.5',
      'FOLDER/shop.json:7: backup.retentionDay is not a setting: did you mean backup.retentionDays?',
      'FOLDER/shop.json:10: zones is not a setting: did you mean zone?',
      'FOLDER/shop.json:11: colour is not a setting: the settings are name, account, primaryRegion, standbyRegion, profile, workload, standby, database, objectives, zone, traffic, cluster, backup, network, recovery, validation, drill, backupFailure, freshness, readiness, notifications',
    ]);
  });

  test.each([
    [
      'a setting in another section',
      '{"minCapacity": 1}',
      ['1: minCapacity is not a setting: did you mean cluster.minCapacity?'],
    ],
    [
      'a setting of several sections',
      '{"retentionDays": 1}',
      [
        '1: retentionDays is not a setting: did you mean backup.daily.retentionDays, backup.retentionDays or freshness.retentionDays?',
      ],
    ],
    [
      'a name that is written twice',
      '{"name": "shop",\n "backup": {"copies": "lean",\n "copies": "full"},\n "name": "store"}',
      [
        '4: "name" is written twice, first on line 1: remove one of the two',
        '3: "copies" is written twice, first on line 2: remove one of the two',
      ],
    ],
    [
      'a comma that is missing',
      '{\n  "name": "shop"\n  "account": "1"\n}',
      ['3: not valid JSON: write a comma before "account"'],
    ],
    [
      'a name without quotes',
      '{\n  name: "shop"\n}',
      ['2: not valid JSON: name is no JSON: write names and texts in double quotes'],
    ],
    ['nothing', '', ['1: not valid JSON: write a value before the end of the file']],
    [
      'a section that is null',
      '{\n"freshness": null}',
      ['2: freshness is null: write an object with any of keeper, retentionDays, marginMinutes, copiesAtATime'],
    ],
    [
      'a region that there is not',
      '{"primaryRegion": "us-moon-1"}',
      ['1: primaryRegion is "us-moon-1": write the name of an AWS region, such as "us-west-2"'],
    ],
    [
      'a region that is written otherwise',
      '{"primaryRegion": "us-east1"}',
      ['1: primaryRegion is "us-east1": write the name of an AWS region: did you mean "us-east-1"?'],
    ],
    [
      'a region of another partition',
      '{"standbyRegion": "cn-north-1"}',
      [
        '1: standbyRegion is "cn-north-1": write a region of the partition aws, such as "us-west-2": this one is in aws-cn, for which nothing here is made',
      ],
    ],
    [
      'a default that does not go with what is written',
      '{\n"backup": {"daily": null}}',
      [
        '1: objectives.rpoMinutes is 60 by default: write 120 or more, or back up more often than that: backup.schedule leaves 120 minutes between two backups, so 60 cannot be kept',
      ],
    ],
    [
      'a template that is not there',
      `{"workload": ${JSON.stringify({ ...EXISTING, activationTemplate: 'none.json' })}}`,
      [
        '1: workload.activationTemplate is "none.json": there is no such file: write the path of a CloudFormation template, from the project\'s root',
      ],
    ],
  ])('with %s is told what to write', (_, content, complaint) => {
    expect(complaintsAbout(content)).toEqual(complaint.map((line) => `FOLDER/shop.json:${line}`));
  });

  test('that is missing, or a folder, is named', () => {
    expect(() => loadConfig(join(directory, 'none.json'))).toThrow(
      /none\.json: cannot be read: there is no such file\. Write the path of a JSON file$/,
    );
    expect(() => loadConfig(directory)).toThrow(/cannot be read: it is a folder\./);
  });
});
