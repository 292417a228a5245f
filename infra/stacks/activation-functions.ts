import { type Stack, Token } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';

/** Names of the functions that the stack makes, as far as its template says them: others CloudFormation makes up. */
export function functionsMadeBy(stack: Stack): readonly string[] {
  return stack.node
    .findAll()
    .filter((child) => child instanceof CfnFunction)
    .flatMap(({ functionName: name }) => (name === undefined || Token.isUnresolved(name) ? [] : [name]));
}
