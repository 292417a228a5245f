import { createHash } from 'node:crypto';
import { AwsError } from '../../service';
import type { Region } from '../../world';

export type RdsResource =
  | 'cluster'
  | 'cluster-auto-backup'
  | 'db'
  | 'cluster-snapshot'
  | 'subgrp'
  | 'cluster-pg'
  | 'pg'
  | 'global-cluster';

export function rdsArn(region: Region, type: RdsResource, name: string): string {
  // A global cluster is of no region.
  return `arn:aws:rds:${type === 'global-cluster' ? '' : region.name}:${region.world.accountId}:${type}:${name}`;
}

/** The name in an identifier that may be a name or an ARN. Names are stored in lower case (RDS API Reference). */
export function nameIn(type: RdsResource, identifier: string): string {
  const prefix = new RegExp(`^arn:aws:rds:[^:]*:[^:]*:${type}:`);
  return identifier.replace(prefix, '').toLowerCase();
}

/** 1 to 63 letters, digits and hyphens, a letter first, no hyphen at the end or twice in a row (RDS API Reference). */
export function checkIdentifier(parameter: string, identifier: string): string {
  if (!/^[a-zA-Z](?:-?[a-zA-Z0-9])*$/.test(identifier) || identifier.length > 63) {
    throw new AwsError(
      'InvalidParameterValue',
      `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  }
  return identifier.toLowerCase();
}

/** An identifier in the shape of a resource id: `cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ`. */
export function resourceId(region: Region, prefix: 'cluster' | 'db'): string {
  return `${prefix}-${region.world.random.hex(`rds/${region.name}/ids`, 26).toUpperCase()}`;
}

/** The name of a cluster's automated backup: `cab-` and 52 letters and digits (AWS CLI, delete-db-cluster-automated-backup). */
export function automatedBackupName(clusterResourceId: string): string {
  return `cab-${createHash('sha256').update(clusterResourceId).digest('hex').slice(0, 52)}`;
}

/** The part of every endpoint's name that an account has of its own in a region. */
export function endpointSuffix(region: Region): string {
  const digits = `${region.world.accountId}${region.name}`;
  let hash = 7;
  for (const character of digits) hash = (hash * 31 + character.charCodeAt(0)) % 2_176_782_336;
  return `c${hash.toString(36).padStart(6, '0')}.${region.name}.rds.amazonaws.com`;
}
