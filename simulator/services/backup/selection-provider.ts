import * as z from 'zod';
import { notModelled } from '../not-modelled';
import type { ResourceProvider } from '../cloudformation/provider';
import { parseProperties } from '../provider-properties';

const TYPE = 'AWS::Backup::BackupSelection';

const Properties = z.strictObject({
  BackupPlanId: z.string(),
  BackupSelection: z.strictObject({
    SelectionName: z.string(),
    IamRoleArn: z.string(),
    Resources: z.array(z.string()).default([]),
    NotResources: z.array(z.string()).default([]),
    ListOfTags: z
      .array(
        z.strictObject({
          ConditionType: z.literal('STRINGEQUALS'),
          ConditionKey: z.string(),
          ConditionValue: z.string(),
        }),
      )
      .default([]),
    Conditions: z
      .strictObject({
        StringEquals: z
          .array(
            z.strictObject({ ConditionKey: z.string().startsWith('aws:ResourceTag/'), ConditionValue: z.string() }),
          )
          .default([]),
      })
      .default({ StringEquals: [] }),
  }),
});

export const selectionProvider: ResourceProvider = {
  type: TYPE,
  calls: { service: 'backup', create: ['CreateBackupSelection'], delete: ['DeleteBackupSelection'] },
  access(request, change) {
    const { BackupPlanId, BackupSelection } = parseProperties(TYPE, Properties, request.properties);
    const resource = request.region.backup.plans.all.get(BackupPlanId)?.arn ?? '*';
    const action = change === 'delete' ? 'backup:DeleteBackupSelection' : 'backup:CreateBackupSelection';
    return [
      { action, resource },
      ...(change === 'delete'
        ? []
        : [
            {
              action: 'iam:PassRole',
              resource: BackupSelection.IamRoleArn,
              conditions: { 'iam:PassedToService': 'backup.amazonaws.com' },
            },
          ]),
    ];
  },
  create(request) {
    const { BackupPlanId, BackupSelection } = parseProperties(TYPE, Properties, request.properties);
    for (const resource of BackupSelection.Resources) {
      if (resource !== '*' && !/^arn:aws:rds:[^:]*:[^:]*:(cluster:|\*)/.test(resource)) {
        throw notModelled(`A backup of anything but Aurora clusters (${resource})`);
      }
    }
    const { plans } = request.region.backup;
    const selection = plans.select(plans.get(BackupPlanId), {
      name: BackupSelection.SelectionName,
      roleArn: BackupSelection.IamRoleArn,
      resources: BackupSelection.Resources,
      notResources: BackupSelection.NotResources,
      tags: BackupSelection.ListOfTags.map((tag) => ({ key: tag.ConditionKey, value: tag.ConditionValue })),
      conditions: BackupSelection.Conditions.StringEquals.map(({ ConditionKey, ConditionValue }) => ({
        key: ConditionKey.replace('aws:ResourceTag/', ''),
        value: ConditionValue,
      })),
    });
    const physicalId = `${selection.id}_${BackupPlanId}`;
    return { physicalId, attributes: { Id: physicalId, SelectionId: selection.id, BackupPlanId } };
  },
  delete(request) {
    const [selectionId = '', planId = ''] = request.physicalId.split('_');
    request.region.backup.plans.all.get(planId)?.selections.delete(selectionId);
  },
};
