import { DRILL, FAILOVER, run } from './failover-run';
test('x', async () => {
  for (const input of [FAILOVER, DRILL, {mode:'x'}]) {
    const o = await run({ input });
    console.log(JSON.stringify(o.result).slice(0, 1500)); console.log(JSON.stringify(o.evidence, null, 1)); console.log(o.notifications.map((n) => n.Subject + '\n' + n.Message).join('\n----\n')); console.log(o.states.join(' '), o.seconds, JSON.stringify(o.lock));
  }
});
