import { statSync } from 'node:fs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { deployActivation } from '../../assembly/deploy-activation';
import { literalOutput } from '../../assembly/literal-output';
import { publishActivation } from '../../assembly/publish-activation';
import { publishedStacks } from '../../assembly/published-stacks';
import { AssemblyError, readAssembly } from '../../assembly/read-assembly';
import { readRelease } from '../../assembly/read-release';
import { type Command, EXIT_CODES, readOptions, UsageError } from '../command';

const USAGE = `pilotlight publish-activation [OPTIONS]

Uploads the activation stack's template and code, and the template of the cache beside it, to the artifact bucket in the
standby region and then points the parameters that a failover reads at the new templates. A warm standby (standby:
'warm') is then deployed with them, by the functions that a failover calls. Run it after \`cdk deploy\`, with credentials for the account.

  --assembly DIR   the synthesised cloud assembly (default cdk.out)
  --frontend DIR   the frontend's files: the release in its release.json is what the replica is compared with later
                   (default workload/frontend)`;

export const publishActivationCommand: Command = {
  usage: USAGE,
  async run(words, { stdout }) {
    const values = readOptions(
      words,
      {
        assembly: { type: 'string', default: 'cdk.out' },
        frontend: { type: 'string', default: 'workload/frontend' },
      },
      USAGE,
    );
    if (statSync(values.frontend, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new UsageError(`--frontend: ${values.frontend} is no folder. Write the path of the frontend's files`);
    const { published, release, standby, functions } = readActivation(values.assembly, values.frontend);
    const region = { region: published[0]?.stack.region };
    const clients = { s3: new S3Client(region), ssm: new SSMClient(region) };
    for (const { stack, parameterName } of published) {
      const { templateUrl, assets } = await publishActivation(stack, clients, parameterName, release);
      for (const { bucket, key, uploaded } of assets) {
        stdout.write(`${uploaded ? 'uploaded ' : 'unchanged'} s3://${bucket}/${key}\n`);
      }
      stdout.write(`${stack.name}: a failover now deploys ${templateUrl}\n`);
    }
    stdout.write(`published beside the frontend's release ${release ?? '(none named)'}\n`);
    if (standby !== 'warm') return EXIT_CODES.ok;
    // 20261122030000: no two deployments in one second.
    const id = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const { detail, cache } = await deployActivation({ lambda: new LambdaClient(region), ...functions, id, pause });
    stdout.write(`the warm standby is deployed: ${detail}\n`);
    if (cache.state !== 'none') stdout.write(`the cache is ${cache.state}: ${cache.detail}\n`);
    if (cache.state !== 'failed') return EXIT_CODES.ok;
    stdout.write(`Check it, and make it again, with: ${cache.command ?? ''}\n`);
    return EXIT_CODES.failed;
  },
};

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}

function readActivation(directory: string, frontend: string) {
  try {
    const stacks = readAssembly(directory);
    return {
      published: publishedStacks(stacks),
      release: readRelease(frontend),
      standby: literalOutput(stacks, 'Standby'),
      functions: {
        deployFunction: literalOutput(stacks, 'DeployRegionStackFunctionName'),
        waitFunction: literalOutput(stacks, 'WaitForAvailableFunctionName'),
      },
    };
  } catch (error) {
    if (error instanceof AssemblyError)
      throw new UsageError(`${error.message}\nWrite the assembly with: npx cdk synth`);
    throw error;
  }
}
