import { HeadObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { unusableCodeOf } from '../../../functions/readiness/aws/activation-code';
import { judge } from '../../../functions/readiness/decide';
import { factsWith, POLICY, read } from './facts';

process.env['AWS_REGION'] = 'us-west-2';

const s3 = mockClient(S3Client);

afterEach(() => s3.reset());

const refused = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'Unknown', $fault: 'client', message: '', $metadata: { httpStatusCode } });

test.each([
  [301, 'elsewhere'],
  [403, 'forbidden'],
  [404, 'missing'],
])('what S3 answers with %i of code that the template names: %s', async (status, why) => {
  s3.on(HeadObjectCommand, { Bucket: 'there' })
    .rejects(refused(status))
    .on(HeadObjectCommand, { Bucket: 'here' })
    .resolves({});
  const code = ['here', 'there'].map((bucket) => ({ bucket, key: 'code.zip' }));
  expect(await unusableCodeOf(code)).toEqual([{ bucket: 'there', key: 'code.zip', why }]);
});

test('an answer that says nothing of the code is none', async () => {
  s3.on(HeadObjectCommand).rejects(refused(503));
  await expect(unusableCodeOf([{ bucket: 'here', key: 'code.zip' }])).rejects.toThrow(S3ServiceException);
});

test.each([
  ['elsewhere', 'not-ready', /is in a bucket of another region/, /bucket of the standby region/],
  [
    'missing',
    'not-ready',
    /s3:\/\/orders\/code.zip, code of the activation, is not there/,
    /aws s3 cp --region us-west-2 FILE s3:\/\/orders/,
  ],
  ['forbidden', 'degraded', /cannot be read: S3 answers 403/, /Let the role of readiness read/],
] as const)('code that the template names itself and that is %s', (why, state, detail, fix) => {
  const facts = factsWith({ unusableCode: read([{ bucket: 'orders', key: 'code.zip', why }]) });
  expect(judge(facts, POLICY).filter((each) => each.state !== 'ready')).toEqual([
    { name: 'activation-assets', state, detail: expect.stringMatching(detail), fix: expect.stringMatching(fix) },
  ]);
});
