import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';

/** Reads what a dynamic reference points to: a parameter's value, a secret's string. */
export interface ReferenceSource {
  ssm(name: string): Promise<string>;
  secret(id: string): Promise<string>;
}

/** Whether a value holds a `{{resolve:…}}` anywhere. */
export function hasDynamicReferences(value: unknown): boolean {
  return JSON.stringify(value)?.includes('{{resolve:') ?? false;
}

/** Replaces the `{{resolve:…}}` references in every string of a value. */
export async function resolveDynamicReferences(value: unknown, source: ReferenceSource): Promise<unknown> {
  if (!hasDynamicReferences(value)) return value;
  if (typeof value === 'string') return resolveText(value, source);
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveDynamicReferences(item, source)));
  const entries = Object.entries(value as Record<string, unknown>).map(
    async ([key, item]) => [key, await resolveDynamicReferences(item, source)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

const REFERENCE = /\{\{resolve:([a-z-]+):([^}]*)\}\}/g;

async function resolveText(text: string, source: ReferenceSource): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, service = '', reference = ''] = match;
    parts.push(text.slice(end, match.index), await lookUp(service, reference, source));
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)].join('');
}

async function lookUp(service: string, reference: string, source: ReferenceSource): Promise<string> {
  if (service === 'ssm') {
    const [name = '', version] = reference.split(':');
    if (version !== undefined) throw notModelled(`A version in {{resolve:ssm:${reference}}}`);
    return source.ssm(name);
  }
  if (service === 'secretsmanager') return lookUpSecret(reference, source);
  throw notModelled(`{{resolve:${service}:…}}`);
}

/** `id:SecretString:json-key:version-stage:version-id`, where the id may be an ARN with colons of its own. */
async function lookUpSecret(reference: string, source: ReferenceSource): Promise<string> {
  const [, id = reference, key = '', version = ''] =
    /^(.*?):SecretString(?::([^:]*))?(?::(.*))?$/.exec(reference) ?? [];
  if (version.replaceAll(':', '') !== '') throw notModelled(`A version in {{resolve:secretsmanager:${reference}}}`);
  const secret = await source.secret(id);
  if (key === '') return secret;
  const value = (JSON.parse(secret) as Record<string, unknown>)[key];
  if (value === undefined) {
    throw new AwsError('ValidationError', `Could not find a value associated with JSONKey in SecretString: ${key}`);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
