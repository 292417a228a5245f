import { nearestName } from '../../input/nearest-name';

const NAMES = ['backup', 'dynamodb', 'rds', 'rds-data', 's3', 'sns', 'sqs', 'ssm', 'states'];

it.each([
  ['a letter too few', 'bckup', 'backup'],
  ['two letters changed places', 'dynamobd', 'dynamodb'],
  ['its beginning', 'dynamo', 'dynamodb'],
  ['other capitals', 'Backup', 'backup'],
  ['the nearest of several', 'rdsdata', 'rds-data'],
])('finds a name by %s', (_, word, name) => {
  expect(nearestName(word, NAMES)).toBe(name);
});

it.each(['mars', 'stepfunctions', ''])('finds nothing near "%s"', (word) => {
  expect(nearestName(word, NAMES)).toBeUndefined();
});
