import type * as client from '@aws-sdk/client-ssm';
import { AwsError, type Access, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { type PageRules, pageOf } from '../paging';
import type { Parameter } from './parameter';

export function operationsOf(region: Region): Operations<typeof client> {
  const access = (action: string, name: string | undefined): Access => ({
    action,
    resource: name === undefined ? '*' : region.ssm.arn(region.ssm.nameOf(name)),
  });
  return {
    PutParameter: {
      access: (input) => [
        {
          ...access('ssm:PutParameter', input.Name),
          conditions: { 'ssm:Overwrite': String(input.Overwrite ?? false) },
        },
        ...(input.Tags === undefined ? [] : [access('ssm:AddTagsToResource', input.Name)]),
      ],
      handle(input) {
        if (input.Overwrite === true && input.Tags !== undefined) {
          throw new AwsError(
            'ValidationException',
            "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag.",
          );
        }
        const stored = region.ssm.put({
          name: input.Name ?? '',
          value: input.Value ?? '',
          type: input.Type,
          description: input.Description,
          overwrite: input.Overwrite,
          tags: input.Tags && Object.fromEntries(input.Tags.map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
        });
        return { Version: stored.version, Tier: 'Standard' };
      },
    },
    GetParameter: {
      access: (input) => [access('ssm:GetParameter', input.Name)],
      handle(input) {
        const parameter = read(region, input.Name ?? '', input.WithDecryption);
        if (parameter === undefined) throw new AwsError('ParameterNotFound', '');
        return { Parameter: describe(region, parameter) };
      },
    },
    GetParameters: {
      access: (input) => (input.Names ?? []).map((name) => access('ssm:GetParameters', name)),
      handle(input) {
        const names = requireTen(input.Names ?? []);
        const found = names.map((name) => read(region, name, input.WithDecryption));
        return {
          Parameters: found
            .filter((parameter) => parameter !== undefined)
            .map((parameter) => describe(region, parameter)),
          InvalidParameters: names.filter((_, index) => found[index] === undefined),
        };
      },
    },
    GetParametersByPath: {
      access: (input) => [access('ssm:GetParametersByPath', input.Path)],
      handle(input) {
        if (input.ParameterFilters !== undefined) throw notModelled('ssm:GetParametersByPath with ParameterFilters');
        const found = region.ssm
          .all()
          .filter((parameter) => isUnder(parameter.name, input.Path ?? '/', input.Recursive ?? false));
        const { items, token } = pageOf(found, { size: input.MaxResults, token: input.NextToken }, PARAMETERS);
        return { Parameters: items.map((parameter) => describe(region, parameter)), NextToken: token };
      },
    },
    DeleteParameter: {
      access: (input) => [access('ssm:DeleteParameter', input.Name)],
      handle(input) {
        if (!region.ssm.remove(region.ssm.nameOf(input.Name ?? ''))) throw new AwsError('ParameterNotFound', '');
        return {};
      },
    },
    DeleteParameters: {
      access: (input) => (input.Names ?? []).map((name) => access('ssm:DeleteParameters', name)),
      handle(input) {
        const names = requireTen(input.Names ?? []);
        const removed = names.map((name) => region.ssm.remove(region.ssm.nameOf(name)));
        return {
          DeletedParameters: names.filter((_, index) => removed[index] === true),
          InvalidParameters: names.filter((_, index) => removed[index] !== true),
        };
      },
    },
  };
}

/** Systems Manager API Reference, GetParametersByPath: at most 10, and 10 where nothing is said. */
const PARAMETERS: PageRules = {
  member: 'maxResults',
  least: 1,
  most: 10,
  otherwise: 10,
  wrongToken: () => new AwsError('InvalidNextToken', 'The specified token is not valid.'),
};

/** Systems Manager API Reference, GetParameters and DeleteParameters: 1 to 10 names. */
function requireTen(names: readonly string[]): readonly string[] {
  if (names.length >= 1 && names.length <= 10) return names;
  const bound = names.length > 10 ? 'less than or equal to 10' : 'greater than or equal to 1';
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length ${bound}`,
  );
}

function read(region: Region, name: string, withDecryption: boolean | undefined): Parameter | undefined {
  if (/:\d+$|:[A-Za-z][\w.-]*$/.test(name) && !name.startsWith('arn:')) {
    throw notModelled('Reading an SSM parameter by version or label');
  }
  const parameter = region.ssm.find(name);
  if (parameter?.type === 'SecureString' && withDecryption !== true) {
    throw notModelled('Reading an SSM SecureString without WithDecryption');
  }
  return parameter;
}

function isUnder(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/'));
}

function describe(region: Region, parameter: Parameter): client.Parameter {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    LastModifiedDate: parameter.modifiedAt,
    ARN: region.ssm.arn(parameter.name),
    DataType: 'text',
  };
}
