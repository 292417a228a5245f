import { application } from './components/application';
import { backups } from './components/backups';
import { cache } from './components/cache';
import type { Component, Question } from './components/component';
import { database } from './components/database';
import { frontend } from './components/frontend';
import { hashes } from './components/hashes';
import { monitoring } from './components/monitoring';
import { recovery } from './components/recovery';
import { standby } from './components/standby';
import { standing } from './components/standing';

const PARTS: readonly ((question: Question) => Component | undefined)[] = [
  database,
  cache,
  application,
  backups,
  frontend,
  monitoring,
  standing,
  recovery,
  hashes,
  standby,
];

/** The rows of the table: what is in the templates, in the order in which a person asks for it. */
export function componentsOf(question: Question): readonly Component[] {
  return PARTS.flatMap((part) => part(question) ?? []);
}
