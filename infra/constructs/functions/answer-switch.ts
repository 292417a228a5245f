import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/answerSwitch/contract';
import { TRAFFIC_KEY } from '../../../functions/shared/names';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export class AnswerSwitch extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { lockTable } = resources;
    const environment: z.input<typeof Environment> = { LOCK_TABLE_NAME: lockTable.tableName };
    super(scope, id, {
      resources,
      folder: 'answerSwitch',
      description: 'Says to health checkers which region serves',
      environment,
      timeoutSeconds: 3,
    });
    this.allow(['dynamodb:GetItem'], [lockTable.tableArn], {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [TRAFFIC_KEY] },
    });
  }
}
