import { callSdk } from '../../../../simulator/services/states/integrations/aws-sdk';
import type { TaskCall } from '../../../../simulator/services/states/integrations/task-call';
import { statesWorld, REGION } from './states-fixture';

/** Calls an operation whose service answers so; gives back what the service was asked, and what the state gets. */
async function call(service: string, action: string, given: object, answer: object) {
  const inputs: unknown[] = [];
  const region = statesWorld().region(REGION);
  const task = {
    region,
    request: { arguments: given },
    call: async (_service: string, _operation: string, input: unknown) => {
      inputs.push(input);
      return answer;
    },
  };
  return { output: await callSdk(task as unknown as TaskCall, service, action), inputs };
}

test.each(['listHealthChecks', 'listResourceRecordSets'])('route53:%s gives MaxItems as a text', async (action) => {
  const { output } = await call('route53', action, {}, { MaxItems: 100, IsTruncated: false });
  expect(output).toEqual({ MaxItems: '100', IsTruncated: false });
});

test('and takes it as one, as the Java SDK does', async () => {
  expect((await call('route53', 'listHealthChecks', { MaxItems: '10' }, {})).inputs).toEqual([{ MaxItems: 10 }]);
});

test.each([
  ['rds', 'describeDBClusters', { MaxRecords: 20 }, { DBClusters: [{ Port: 5432 }] }, { DbClusters: [{ Port: 5432 }] }],
  [
    'lambda',
    'listFunctions',
    { MaxItems: 10 },
    { Functions: [{ MemorySize: 128 }] },
    { Functions: [{ MemorySize: 128 }] },
  ],
])('%s:%s has numbers where the Java SDK has them', async (service, action, given, answer, expected) => {
  const { output, inputs } = await call(service, action, given, answer);
  expect(inputs).toEqual([given]);
  expect(output).toEqual(expected);
});
