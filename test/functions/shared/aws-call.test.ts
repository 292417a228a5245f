import { BackupClient, ListBackupJobsCommand } from '@aws-sdk/client-backup';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { nameError } from '../../../functions/shared/aws-errors';
import { clientSettings } from '../../../functions/shared/clients';
import { setEnvironment } from '../lambda-context';

setEnvironment({});

type Answer = Awaited<ReturnType<RDSClient['config']['requestHandler']['handle']>>;

/** The SDK itself, over a network that gives this answer. */
const over = (handle: () => Promise<Answer>, region?: string) => ({
  ...clientSettings({ maxAttempts: 1, ...(region === undefined ? {} : { region }) }),
  requestHandler: { handle },
});

const answering = (statusCode: number, body: string) => async (): Promise<Answer> => ({
  response: { statusCode, headers: {}, body: Buffer.from(body) },
});

async function describeClusters(handle: () => Promise<Answer>): Promise<Error> {
  return await named(new RDSClient(over(handle)).send(new DescribeDBClustersCommand({})));
}

async function named(call: Promise<unknown>): Promise<Error> {
  return await call.then(
    () => new Error('it succeeded'),
    (error: unknown) => nameError(error),
  );
}

const xml = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Receiver</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

test('an error of AWS says which service and operation answered with it', async () => {
  expect(await describeClusters(answering(500, xml('InternalFailure', 'An internal error occurred.')))).toMatchObject({
    name: 'TransientDependencyError',
    message: 'RDS DescribeDBClusters answers InternalFailure (An internal error occurred.)',
  });
});

test('a denial says which call was denied, also where AWS does not', async () => {
  expect(await describeClusters(answering(403, xml('AccessDenied', 'Access Denied')))).toMatchObject({
    name: 'InvariantViolationError',
    message: "the function's role lacks a permission: RDS DescribeDBClusters: Access Denied",
  });
});

test('a call that gets no answer is named, too', async () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  expect(await describeClusters(() => Promise.reject(reset))).toMatchObject({
    name: 'TransientDependencyError',
    message: 'RDS DescribeDBClusters gets no answer: Error (read ECONNRESET)',
  });
});

test('a call of another region than the own says which', async () => {
  const throttled = answering(400, JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' }));
  const call = new BackupClient(over(throttled, 'us-east-1')).send(new ListBackupJobsCommand({}));
  expect((await named(call)).message).toBe(
    'AWS Backup ListBackupJobs in us-east-1 answers ThrottlingException (Rate exceeded)',
  );
});
