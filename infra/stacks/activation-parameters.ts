import { CfnParameter, type Stack } from 'aws-cdk-lib';

/** Names of the SSM parameters that CloudFormation reads when it deploys the stack. */
export function parametersReadBy(stack: Stack): readonly string[] {
  return parametersOf(stack).flatMap(({ type, default: name }) =>
    type.startsWith('AWS::SSM::Parameter::') && typeof name === 'string' ? [name] : [],
  );
}

export function parametersOf(stack: Stack): readonly CfnParameter[] {
  return stack.node.findAll().filter((child) => child instanceof CfnParameter);
}
