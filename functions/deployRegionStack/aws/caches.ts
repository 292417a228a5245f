import { CloudFormationClient, CreateStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { DeleteServerlessCacheCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { isNamed } from '../../shared/aws-errors';
import { type CacheFact, describeCache } from '../../shared/cache-facts';
import { clientSettings, lazy } from '../../shared/clients';

export interface StackRequest {
  readonly stackName: string;
  readonly templateUrl: string;
  readonly roleArn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly token: string;
}

/** A stack beside the path is made in one call: nobody is there to execute a change set. */
export interface Caches {
  /** The cache of that name, whoever made it. */
  cache(cacheName: string): Promise<CacheFact | undefined>;
  createStack(request: StackRequest): Promise<void>;
  /** Says whether there was anything to update. */
  updateStack(request: StackRequest): Promise<boolean>;
  deleteCache(cacheName: string): Promise<void>;
}

const cloudFormation = lazy(() => new CloudFormationClient(clientSettings()));
const elastiCache = lazy(() => new ElastiCacheClient(clientSettings()));

export const caches: Caches = {
  cache: (cacheName) => describeCache(elastiCache(), cacheName),

  async createStack(request) {
    try {
      // What fails is rolled back, so that it says why and can be made again.
      await cloudFormation().send(new CreateStackCommand({ ...inputOf(request), OnFailure: 'ROLLBACK' }));
    } catch (error) {
      if (!isNamed(error, 'AlreadyExistsException')) throw error;
    }
  },

  async updateStack(request) {
    try {
      await cloudFormation().send(new UpdateStackCommand(inputOf(request)));
      return true;
    } catch (error) {
      // CloudFormation has no error of its own for this.
      if (isNamed(error, 'ValidationError') && /no updates are to be performed/i.test(error.message)) return false;
      throw error;
    }
  },

  async deleteCache(cacheName) {
    await elastiCache().send(new DeleteServerlessCacheCommand({ ServerlessCacheName: cacheName }));
  },
};

function inputOf({ stackName, templateUrl, roleArn, tags, token }: StackRequest) {
  return {
    StackName: stackName,
    TemplateURL: templateUrl,
    RoleARN: roleArn,
    ClientRequestToken: token,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
}
