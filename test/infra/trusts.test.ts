import { synthesizeStacks } from './synthesized';

/** AWS does not say of these that they send aws:SourceAccount. */
const WITHOUT = ['backup', 'batchoperations.s3', 'cloudformation', 's3'];

test('a service takes on a role for this account alone, where AWS says that it says for whom', () => {
  const { stacks } = synthesizeStacks({});
  const trusts = Object.values(stacks).flatMap((stack) =>
    Object.values(stack.findResources('AWS::IAM::Role')).flatMap(
      (role) => role['Properties'].AssumeRolePolicyDocument.Statement as readonly Trust[],
    ),
  );
  const ofServices = trusts.filter(({ Principal }) => Principal.Service !== undefined);
  expect(new Set(ofServices.map(serviceOf))).toEqual(new Set([...WITHOUT, 'events', 'lambda', 'scheduler', 'states']));
  for (const trust of ofServices) {
    const account = trust.Condition?.StringEquals?.['aws:SourceAccount'];
    expect([serviceOf(trust), account]).toEqual([
      serviceOf(trust),
      WITHOUT.includes(serviceOf(trust)) ? undefined : '111111111111',
    ]);
  }
});

interface Trust {
  readonly Principal: { readonly Service?: string };
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string>> };
}

function serviceOf({ Principal }: Trust): string {
  return (Principal.Service ?? '').replace('.amazonaws.com', '');
}
