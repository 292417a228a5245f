import { synthesizeStacks } from '../infra/synthesized';
import { readPage } from './page';

const page = readPage('RUNBOOK_DR.md');
const sections = Array.from(page.matchAll(/^#+ (.*)$/gm), ([, title]) => title);
const { stacks } = synthesizeStacks({ database: 'global', traffic: { switch: 'endpoint' } });
const alarms = Object.values(stacks).flatMap((stack) =>
  Object.values(stack.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => ({
    name: String(Properties.AlarmName),
    description: String(Properties.AlarmDescription),
  })),
);

test('there are alarms to speak of', () => {
  expect(alarms.length).toBeGreaterThan(20);
});

test.each(alarms)('$name says where in the runbook to read, and is named there', ({ name, description }) => {
  const [, section] = /Runbook: docs\/RUNBOOK_DR\.md, section "(.*)"\.$/.exec(description) ?? [];
  expect(sections).toContain(section);
  expect(page).toContain(`\`${name.replace('pilot-light-', '')}\``);
});
