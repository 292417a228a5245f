import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { existsSync } from 'node:fs';

const ROOT = join(__dirname, '../..');

/** Where an IAM prefix is not what the SDK calls its client (Service Authorization Reference). */
const PREFIXES: Readonly<Record<string, string>> = {
  'auto-scaling': 'autoscaling',
  'route-53': 'route53',
  sfn: 'states',
};

/** The IAM actions of the SDK commands in a function's code, with all that it imports: `rds:DescribeDBClusters`. */
export function actionsAskedFor(entry: string): ReadonlySet<string> {
  const actions = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, names = '', from = ''] of text.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'([^']+)'/g)) {
      const client = /^@aws-sdk\/client-(.+)$/.exec(from)?.[1];
      if (client !== undefined) {
        const prefix = PREFIXES[client] ?? client;
        for (const [, command = ''] of names.matchAll(/\b(\w+)Command\b/g)) actions.add(`${prefix}:${command}`);
      }
    }
    for (const [, from = ''] of text.matchAll(/from\s+'(\.[^']+)'/g)) visit(fileOf(resolve(dirname(file), from)));
  };
  visit(join(ROOT, entry));
  return actions;
}

function fileOf(path: string): string {
  const found = [`${path}.ts`, join(path, 'index.ts'), path].find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`${path} is no file`);
  return found;
}
