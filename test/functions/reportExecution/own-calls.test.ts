import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ownCallOf } from '../../../functions/reportExecution/common/waits';

const Machine = z.object({
  States: z.record(
    z.string(),
    z.looseObject({
      Resource: z.string().optional(),
      Catch: z.array(z.looseObject({ Next: z.string() })).optional(),
    }),
  ),
});

const SERVICES: Readonly<Record<string, string>> = { dynamodb: 'DynamoDB', sfn: 'Step Functions' };

/** As a person names what a state calls: of a function undefined, since that names its own calls. */
function callOf(resource: string): string | undefined {
  const [, service = '', operation = ''] = /:aws-sdk:(\w+):(\w+)$/.exec(resource) ?? [];
  return service === '' ? undefined : `${SERVICES[service]} ${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
}

test.each(['regional-failover', 'restore-validation'])(
  'every step of %s that is held up says which call of its own failed',
  (machine) => {
    const text = readFileSync(join(__dirname, `../../../statemachines/${machine}.asl.json`), 'utf8');
    const waiting = Object.entries(Machine.parse(JSON.parse(text)).States).flatMap(([step, { Resource, Catch }]) =>
      Resource !== undefined && Catch?.some(({ Next }) => Next === 'JudgeError') ? [{ step, Resource }] : [],
    );
    expect(waiting.filter(({ Resource }) => Resource.includes(':aws-sdk:')).length).toBeGreaterThan(2);
    for (const { step, Resource } of waiting) expect([step, ownCallOf(step)]).toEqual([step, callOf(Resource)]);
  },
);
