import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { literalOutput } from '../../assembly/literal-output';
import { AssemblyError, readAssembly, stackOf } from '../../assembly/read-assembly';
import { Output } from '../../functions/readiness/contract';
import { type Command, EXIT_CODES, readOptions, UsageError } from '../command';
import { readinessTable } from '../output/readiness-table';

const USAGE = `pilotlight readiness [OPTIONS]

Has the deployed function look now at everything that a failover will need, and prints what it finds. Uses the caller's
own AWS credentials, which need lambda:InvokeFunction on the function, and the standby region only.

  --assembly DIR   the synthesised cloud assembly: it names the function and its region (default cdk.out)
  --function NAME  the function, where there is no assembly at hand; needs --region
  --region REGION  the standby region
  --json           prints the report as one JSON object, and nothing else

Exit code: 0 ready, 1 not ready (or nothing could be found out), 2 usage, 3 degraded.`;

type Client = Pick<LambdaClient, 'send'>;

/** @param clientOf the Lambda client of a region */
export function readinessCommandWith(clientOf: (region: string) => Client): Command {
  return {
    usage: USAGE,
    async run(words, { stdout }) {
      const values = readOptions(
        words,
        {
          assembly: { type: 'string', default: 'cdk.out' },
          function: { type: 'string' },
          region: { type: 'string' },
          json: { type: 'boolean', default: false },
        },
        USAGE,
      );
      const { region, functionName } = target(values);
      const report = await invoke(clientOf(region), functionName);
      stdout.write(
        values.json ? `${JSON.stringify(report, null, 2)}\n` : `${readinessTable(report, stdout.columns)}\n`,
      );
      return exitCodeOf(report.state);
    },
  };
}

export const readinessCommand = readinessCommandWith((region) => new LambdaClient({ region }));

function target(values: {
  readonly assembly: string;
  readonly function?: string | undefined;
  readonly region?: string | undefined;
}): { readonly region: string; readonly functionName: string } {
  const { function: functionName, region } = values;
  if (functionName !== undefined && region !== undefined) return { functionName, region };
  if (functionName !== undefined) throw new UsageError('--region: write the standby region, such as us-west-2');
  try {
    const stacks = readAssembly(values.assembly);
    const recovery = stacks.find(({ template }) => JSON.stringify(template['Outputs'] ?? {}).includes(OUTPUT));
    return {
      functionName: literalOutput(stacks, OUTPUT),
      region: region ?? stackOf(stacks, recovery?.name ?? '').region,
    };
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    throw new UsageError(
      `${error.message}\nWrite the assembly with: npx cdk synth\nOr name the function: pilotlight readiness --function NAME --region REGION`,
    );
  }
}

const OUTPUT = 'ReadinessFunctionName';

async function invoke(client: Client, functionName: string): Promise<Output> {
  const answer = await client.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify({ trigger: 'demand' }) }),
  );
  const text = answer.Payload?.transformToString() ?? '';
  if (answer.FunctionError !== undefined) throw new Error(`${functionName} failed (${answer.FunctionError}): ${text}`);
  return Output.parse(JSON.parse(text));
}

function exitCodeOf(state: Output['state']): number {
  switch (state) {
    case 'ready':
      return EXIT_CODES.ok;
    case 'degraded':
      return EXIT_CODES.unsafe;
    case 'not-ready':
      return EXIT_CODES.failed;
  }
}
