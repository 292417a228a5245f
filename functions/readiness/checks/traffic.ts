import { STANDBY_SERVES } from '../../answerSwitch/contract';
import { awsCommand } from '../../shared/aws-command';
import type { LockItem } from '../../shared/lock-table';
import { TRAFFIC_KEY } from '../../shared/names';
import type { EndpointCheckFact, RecordsFact } from '../facts';
import {
  degraded,
  type Finding,
  notReady,
  type Policy,
  type ReadinessCheck,
  ready,
  redeploy,
  whenRead,
} from '../finding';

const MINUTE_MS = 60_000;
/** What comes this late is missing. */
const LATE_MS = 5 * MINUTE_MS;

/** The switch is wired to the record: only Route 53's control plane, in us-east-1, says so. */
export const healthCheck: ReadinessCheck = {
  name: 'health-check',
  judge: ({ records: reading }, policy) =>
    whenRead(
      reading,
      (found) => judgeRecords(found, policy),
      "Nothing to do while us-east-1 is down: Route 53's control plane is there, and traffic moves without it",
    ),
};

function judgeRecords({ records, healthCheck: check, endpointCheck }: RecordsFact, policy: Policy): Finding {
  const { PUBLIC_NAME: name, SWITCH_ALARM_NAME: alarm, region } = policy;
  const fix = `Put the records of ${name} back as the traffic stack has them: ${redeploy(policy.TRAFFIC_STACK_NAME)}`;
  const primary = records.find(({ failover }) => failover === 'PRIMARY');
  const secondary = records.find(({ failover }) => failover === 'SECONDARY');
  if (primary === undefined || secondary === undefined) {
    return notReady(`${name} has no ${primary === undefined ? 'PRIMARY' : 'SECONDARY'} failover record`, fix);
  }
  const astray = [
    leadsElsewhere(primary.values, policy.PRIMARY_TARGET, 'PRIMARY'),
    leadsElsewhere(secondary.values, policy.STANDBY_TARGET, 'SECONDARY'),
  ].filter((problem) => problem !== undefined);
  if (astray.length > 0) return notReady(astray.join('; '), fix);
  if (policy.TRAFFIC_MODE === 'records') {
    return degraded(
      'traffic moves by changing the records, which needs us-east-1',
      "Set traffic.mode to 'healthCheck' if the zone allows it",
    );
  }
  if (primary.healthCheckId === undefined) {
    return notReady(`the PRIMARY record of ${name} has no health check: the switch would move nothing`, fix);
  }
  if (check?.alarmName !== alarm || check.alarmRegion !== region || check.inverted || check.disabled) {
    return notReady(
      `the health check ${primary.healthCheckId} of the PRIMARY record does not follow the alarm ${alarm} in ${region}`,
      fix,
    );
  }
  const endpoint = judgeEndpoint(endpointCheck, policy, fix);
  if (endpoint !== undefined) return endpoint;
  if (secondary.healthCheckId !== undefined) {
    return degraded(`the SECONDARY record has a health check of its own: it may not be eligible`, fix);
  }
  if (check.withoutData !== 'LastKnownStatus') {
    return degraded(
      `without data the health check is ${check.withoutData ?? 'undefined'}: missing data moves traffic`,
      fix,
    );
  }
  const also = endpointCheck === undefined ? '' : ` and the endpoint ${endpointCheck.host ?? ''}`;
  return ready(`the health check ${primary.healthCheckId} of the PRIMARY record follows the alarm ${alarm}${also}`);
}

/** An endpoint that is wired the wrong way round moves traffic where it should not; one that is not wired, late. */
function judgeEndpoint(check: EndpointCheckFact | undefined, policy: Policy, fix: string): Finding | undefined {
  const isWanted = policy.TRAFFIC_SWITCH === 'endpoint';
  if (check === undefined)
    return isWanted ? degraded('the PRIMARY record does not follow the endpoint: traffic moves later', fix) : undefined;
  if (!check.inverted || !check.needsAll || check.disabled || check.searchString !== STANDBY_SERVES)
    return notReady(`the health check on the endpoint ${check.host ?? ''} is not as it was made`, fix);
  return isWanted ? undefined : degraded(`the PRIMARY record follows an endpoint as well: ${check.host ?? ''}`, fix);
}

function leadsElsewhere(values: readonly string[], target: string, role: string): string | undefined {
  const [value] = values;
  if (value !== undefined && normal(value) === normal(target)) return undefined;
  return `the ${role} record leads to ${value ?? 'nowhere'}, not to ${target}`;
}

/** The alarm that the health check follows, and the metric that it looks at. */
export const trafficSwitch: ReadinessCheck = {
  name: 'traffic-switch',
  judge: ({ switchAlarm, switchMetricAtMs, serves, pendingSwitch, nowMs }, policy) =>
    whenRead(switchAlarm, (alarm) =>
      whenRead(switchMetricAtMs, (atMs) =>
        whenRead(serves, (served) => {
          const pending = pendingSwitch.kind === 'read' ? pendingSwitch.value : undefined;
          if (pending !== undefined) return undecided(pending, policy);
          const { SWITCH_ALARM_NAME: name, TRAFFIC_MODE: mode, KEPT_EVERY_MINUTES: every } = policy;
          if (mode === 'records') return ready('not used: traffic moves by changing the records');
          if (alarm === undefined) {
            return notReady(`there is no alarm ${name}`, redeploy(policy.TRAFFIC_STACK_NAME));
          }
          if (atMs === undefined || nowMs - atMs > every * MINUTE_MS + LATE_MS) {
            return degraded(
              `the switch metric was ${atMs === undefined ? 'not put for hours' : `put last at ${new Date(atMs).toISOString()}`}`,
              `The rule KeepTraffic has it published every ${every === 1 ? 'minute' : `${every} minutes`}: check the log of updateRoute53`,
            );
          }
          const wanted = served === 'standby' ? 'ALARM' : 'OK';
          return alarm.state === wanted
            ? ready(`the metric is fresh, and ${name} is ${alarm.state}`)
            : degraded(
                `${name} is ${alarm.state}, though the ${served} region is to serve`,
                `Look at the alarm: aws cloudwatch describe-alarms --region ${policy.region} --alarm-names ${name}`,
              );
        }),
      ),
    ),
};

/** `updateRoute53` carries it on every minute, or finds out within a quarter of an hour what has become of it. */
function undecided({ serves, decidedBy, decidedAt }: LockItem, { region, LOCK_TABLE_NAME: table }: Policy): Finding {
  const key = JSON.stringify({ pk: { S: TRAFFIC_KEY } });
  return degraded(
    `${decidedBy ?? 'somebody'} decided at ${decidedAt ?? 'an unknown time'} that the ${serves ?? 'other'} region serves, and it is not known whether traffic has moved`,
    `It is settled within 20 minutes; read it again: ${awsCommand(region, 'dynamodb get-item', '--table-name', table, '--key', key)}`,
  );
}

/** Who serves users now, as they see it. */
export const publicName: ReadinessCheck = {
  name: 'public-name',
  judge: ({ resolved, serves }, { PUBLIC_NAME: name, PRIMARY_TARGET, STANDBY_TARGET, region }) =>
    whenRead(serves, (served) => {
      if (served === 'standby') {
        return notReady(
          `users are served from ${region} already: a failover would be refused`,
          'Plan the way back with the runbook, scenario Rollback after DR',
        );
      }
      return whenRead(resolved, (targets) => {
        const led = targets.map(normal);
        if (led.includes(normal(PRIMARY_TARGET))) return ready(`${name} leads to ${PRIMARY_TARGET}`);
        const where = led.includes(normal(STANDBY_TARGET)) ? STANDBY_TARGET : targets.join(', ') || 'nowhere';
        return degraded(
          `${name} leads to ${where}, not to ${PRIMARY_TARGET}`,
          `Look who changed the records of ${name}`,
        );
      });
    }),
};

function normal(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
