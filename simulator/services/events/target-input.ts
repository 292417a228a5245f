import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import type { Event } from './event';
import type { Rule, Target } from './rule';

/** The JSON text that a target receives for an event. */
export function targetInput(rule: Rule, target: Target, event: Event): string {
  if (target.input !== undefined) return target.input;
  if (target.inputPath !== undefined) return JSON.stringify(valueAt(event, target.inputPath) ?? null);
  if (target.inputTransformer === undefined) return JSON.stringify(event);

  const { paths, template } = target.inputTransformer;
  const values = new Map(Object.entries(paths).map(([name, path]) => [name, valueAt(event, path)]));
  return fill(template, (name) => reserved(rule, event, name) ?? values.get(name));
}

/** The variables that need no path (EventBridge User Guide, "Input transformation"). */
function reserved(rule: Rule, event: Event, name: string): unknown {
  switch (name) {
    case 'aws.events.rule-arn':
      return rule.arn;
    case 'aws.events.rule-name':
      return rule.name;
    case 'aws.events.event.ingestion-time':
      return event.time;
    case 'aws.events.event.json':
      return event;
    default:
      if (name.startsWith('aws.')) throw notModelled(`<${name}> in an EventBridge input template`);
      return undefined;
  }
}

/** Inside quotes a variable becomes part of the string; outside it becomes a JSON value. */
function fill(template: string, lookUp: (name: string) => unknown): string {
  let insideQuotes = false;
  return template.replaceAll(/\\.|"|<([\w.-]+)>/g, (part, name: string | undefined) => {
    if (part === '"') insideQuotes = !insideQuotes;
    if (name === undefined) return part;
    const value = lookUp(name);
    if (!insideQuotes) return JSON.stringify(value ?? null);
    if (value === undefined) return '';
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
  });
}

/** The value at `$.detail.state` or `$.resources[0]`; undefined where there is none. */
export function valueAt(event: unknown, path: string): unknown {
  const steps = parsePath(path);
  let value = event;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(step)] : Object.entries(value).find(([name]) => name === step)?.[1];
  }
  return value;
}

export function parsePath(path: string): readonly string[] {
  if (path === '$') return [];
  if (!/^\$((\.[\w-]+)|(\[\d+\])|(\['[^']+'\]))+$/.test(path)) {
    throw new AwsError(
      'ValidationException',
      `Invalid InputPath ${path}: the simulator reads $.name, ['name'] and [0]`,
    );
  }
  return [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(([, name, index, quoted]) => {
    return name ?? index ?? quoted ?? '';
  });
}
