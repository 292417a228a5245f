import { redeploy } from '../../../functions/readiness/finding';

test('a stack is deployed again by the id that the CDK has for it, whatever the workload is called', () => {
  expect(redeploy('ShopTwoStandby')).toBe('npx cdk deploy PilotLightStandby --revert-drift');
  expect(redeploy('PilotLightStandby')).toBe('npx cdk deploy PilotLightStandby --revert-drift');
});
