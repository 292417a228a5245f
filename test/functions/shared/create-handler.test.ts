import * as z from 'zod';
import { createHandler } from '../../../functions/shared/create-handler';
import { FencedOutError } from '../../../functions/shared/errors';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';

setEnvironment({ LIMIT: '3' });

const build = (run: () => Promise<{ doubled: number }>) =>
  createHandler({
    name: 'test',
    input: z.strictObject({ count: z.number('write a number') }),
    output: z.object({ doubled: z.number() }),
    environment: z.object({ LIMIT: z.string().transform(Number) }),
    run,
  });
const works = async () => ({ doubled: 2 });

test('a wrong input is an InvalidRequestError that names the field and what to write', async () => {
  await expect(build(works)({ count: 'one' }, context)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: 'the input is not valid: count: write a number',
  });
});

test('a wrong output is our own mistake', async () => {
  const wrong = build(async () => ({ doubled: 'two' as unknown as number }));
  await expect(wrong({ count: 1 }, context)).rejects.toMatchObject({ name: 'InvariantViolationError' });
});

test('a missing variable is named, and only when the function runs', async () => {
  const handler = createHandler({
    name: 'test',
    input: z.unknown(),
    output: z.unknown(),
    environment: z.object({ NOT_THERE: z.string() }),
    run: async () => null,
  });
  await expect(handler({}, context)).rejects.toMatchObject({
    name: 'InvariantViolationError',
    message: expect.stringContaining('NOT_THERE'),
  });
});

test('a run gets its parsed environment, its region and its account', async () => {
  const seen: unknown[] = [];
  const handler = createHandler({
    name: 'test',
    input: z.unknown(),
    output: z.unknown(),
    environment: z.object({ LIMIT: z.string().transform(Number) }),
    now: () => NOW,
    run: async (_, { environment, region, accountId, now }) => seen.push(environment, region, accountId, now()),
  });
  await handler({}, context);
  expect(seen).toEqual([{ LIMIT: 3 }, 'us-west-2', '111111111111', NOW]);
});

test.each([
  [new FencedOutError('no'), 'FencedOutError'],
  [awsError('ThrottlingException'), 'TransientDependencyError'],
  [awsError('RDSServiceException', 'boom', 503), 'TransientDependencyError'],
  [Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }), 'TransientDependencyError'],
  [awsError('TimeoutError'), 'TransientDependencyError'],
  [awsError('PriorRequestNotComplete'), 'ConcurrentUpdateError'],
  [awsError('AccessDeniedException', 'not authorized', 403), 'InvariantViolationError'],
  [new TypeError('undefined is not a function'), 'InvariantViolationError'],
])('%s is named %s', async (thrown, name) => {
  const handler = build(() => Promise.reject(thrown));
  await expect(handler({ count: 1 }, context)).rejects.toMatchObject({ name });
});

test('whoever calls by hand reads no stack trace, but of a bug', async () => {
  const thrownBy = async (thrown: Error) =>
    await build(() => Promise.reject(thrown))({ count: 1 }, context).catch(Object);
  for (const error of [
    new FencedOutError('no'),
    awsError('ThrottlingException'),
    awsError('PriorRequestNotComplete'),
  ]) {
    expect(await thrownBy(error)).toMatchObject({ stack: '' });
  }
  expect(await thrownBy(new TypeError('undefined is not a function'))).toMatchObject({
    stack: expect.stringContaining('create-handler'),
  });
});
