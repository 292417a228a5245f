import { awsErrorOf, callService } from '../../support/fake-world';
import { createFunction, lambdaWorld, REGION, zipSource } from './lambda-fixture';

function invoke(ClientContext: string) {
  const world = lambdaWorld();
  createFunction(world, zipSource('exports.handler = async () => "done";'));
  const input = { FunctionName: 'probe', ClientContext };
  return { world, answer: callService(world, { region: REGION, service: 'lambda', operation: 'Invoke', input }) };
}

it.each(['', '2026-02-30', '%%%', Buffer.from('{"a":').toString('base64')])(
  'a client context that is no JSON in base64 is refused: "%s"',
  async (context) => {
    const { world, answer } = invoke(context);
    expect(await awsErrorOf(world, answer)).toMatchObject({
      code: 'InvalidRequestContentException',
      message: 'Client context must be a valid Base64-encoded JSON object.',
    });
  },
);

it('one that is JSON is taken', async () => {
  const { world, answer } = invoke(Buffer.from('{"custom": {"a": 1}}').toString('base64'));
  expect(await world.scheduler.runToEnd(answer)).toMatchObject({ StatusCode: 200 });
});
