import { synthesizeStacks } from '../infra/synthesized';
import { readPage } from './page';

const page = readPage('RUNBOOK_DR.md');
const sections = Array.from(page.matchAll(/^#+ (.*)$/gm), ([, title]) => title);
const { stacks } = synthesizeStacks({ database: 'global', traffic: { switch: 'endpoint' } });
const alarms = Object.values(stacks).flatMap((stack) =>
  Object.values(stack.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => ({
    name: String(Properties.AlarmName),
    description: String(Properties.AlarmDescription),
    mails: Properties.AlarmActions !== undefined,
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

test.each(alarms.filter(({ mails }) => mails))(
  '$name says in its mail what happened, and what to do first',
  ({ description }) => {
    expect(description.length).toBeLessThanOrEqual(1024);
    const [happened = '', ...rest] = description.split(/\n| (?=Look first at: |Runbook: )/);
    expect(happened).toMatch(/^[A-Z].*\.$/);
    expect(rest[0]).toMatch(/^(First: aws |Look first at: )/);
  },
);
