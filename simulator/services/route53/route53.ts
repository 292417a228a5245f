import type * as client from '@aws-sdk/client-route-53';
import { AwsError, type Service } from '../../service';
import type { World } from '../../world';
import { hasTakenOver, isAnsweredElsewhere } from './accelerated-recovery';
import { answerQuestion, type Answer } from './dns-answer';
import { CalculatedCheck } from './calculated-check';
import { EndpointCheck } from './endpoint-check';
import type { HealthCheck } from './health-check';
import type { HealthCheckSettings } from './health-check-settings';
import { HostedZone, STRANDED_RETRY_MS } from './hosted-zone';
import { operationsOf } from './operations';
import { MetricCheck } from './metric-check';
import { bareId, qualify } from './record-set';

declare module '../../world' {
  interface GlobalServices {
    readonly route53: Route53;
  }
}

export type { Answer } from './dns-answer';

/**
 * Route 53: hosted zones, record sets and health checks. Its control plane is the `service`, which answers in us-east-1;
 * its data plane (`answer`, and the health checks that decide it) works while any region is dark.
 */
export class Route53 {
  readonly service: Service<typeof client>;
  readonly #world: World;
  readonly #zones = new Map<string, HostedZone>();
  readonly #checks = new Map<string, HealthCheck>();
  readonly #changes = new Map<string, client.ChangeInfo>();

  constructor(world: World) {
    this.#world = world;
    this.service = {
      signingName: 'route53',
      operations: operationsOf(world),
      answersInDarkness: (call) => this.#hasRecovered && (call === undefined || this.#answersElsewhere(call)),
    };
  }

  /** What the name servers say now; undefined when they know no such name, or nothing of that type. */
  answer(name: string, type: client.RRType): Answer | undefined {
    const plane = {
      recordsOf: (wanted: string) => this.#closestZone(wanted)?.served(wanted) ?? [],
      isHealthy: (id: string) => this.#checks.get(id)?.isHealthy ?? true,
    };
    return answerQuestion(plane, name, type);
  }

  /** Whether the control plane has moved away from a dark us-east-1, for zones that are set up for it. */
  get #hasRecovered(): boolean {
    return hasTakenOver(this.#world) && this.zones().some(({ acceleratedRecovery }) => acceleratedRecovery);
  }

  /** Whether the control plane answers the call from where it has moved to. */
  #answersElsewhere({ operation, input }: { readonly operation: string; readonly input: unknown }): boolean {
    if (!isAnsweredElsewhere(operation)) return false;
    const zoneId =
      typeof input === 'object' && input !== null && 'HostedZoneId' in input ? input.HostedZoneId : undefined;
    return typeof zoneId !== 'string' || this.zone(zoneId).acceleratedRecovery;
  }

  /** Whether the health check is healthy now; undefined if there is none of that id. */
  isHealthy(healthCheckId: string): boolean | undefined {
    return this.#checks.get(healthCheckId)?.isHealthy;
  }

  /** Puts a public zone that the team has had all along. */
  putZone(zone: { readonly id: string; readonly name: string; readonly callerReference?: string }): HostedZone {
    const { id, name, callerReference = 'console' } = zone;
    const made = new HostedZone(this.#world, { id, name: qualify(name), callerReference });
    this.#zones.set(id, made);
    return made;
  }

  createZone(name: string, callerReference: string): HostedZone {
    const twin = [...this.#zones.values()].find((zone) => zone.callerReference === callerReference);
    if (twin !== undefined) {
      throw new AwsError(
        'HostedZoneAlreadyExists',
        `A hosted zone has been created with the caller reference ${callerReference}.`,
        {
          status: 409,
        },
      );
    }
    const id = `Z${this.#world.random.hex('route53/zones', 20).toUpperCase()}`;
    return this.putZone({ id, name, callerReference });
  }

  deleteZone(id: string): void {
    if (!this.zone(id).isEmpty) {
      throw new AwsError(
        'HostedZoneNotEmpty',
        'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
      );
    }
    this.#zones.delete(bareId(id));
  }

  zone(id: string): HostedZone {
    const zone = this.#zones.get(bareId(id));
    if (zone !== undefined) return zone;
    throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${bareId(id)}`, { status: 404 });
  }

  zones(): readonly HostedZone[] {
    return [...this.#zones.values()];
  }

  changeRecords(zoneId: string, changes: readonly client.Change[], comment: string | undefined): client.ChangeInfo {
    const zone = this.zone(zoneId);
    for (const { Action, ResourceRecordSet: record } of changes) {
      if (Action !== 'DELETE' && record?.HealthCheckId !== undefined) this.check(record.HealthCheckId);
    }
    const info = this.newChange('PENDING', comment);
    zone.change(changes, info, {
      served: () => this.#keep({ ...info, Status: 'INSYNC' }),
      lost: () => this.#changes.delete(bareId(info.Id ?? '')),
    });
    this.#keep(info);
    return info;
  }

  /** A zone comes, and goes, as its records do: when all name servers have it. */
  pendingChange(): client.ChangeInfo {
    const { scheduler, durations } = this.#world;
    const info = this.newChange('PENDING');
    this.#keep(info);
    const serve = (): void => {
      if (this.#world.isDark('us-east-1')) scheduler.after(STRANDED_RETRY_MS, serve);
      else this.#keep({ ...info, Status: 'INSYNC' });
    };
    scheduler.after(durations.drawMs('route53ChangePropagation'), serve);
    return info;
  }

  newChange(status: client.ChangeStatus, comment?: string): client.ChangeInfo {
    const id = this.#world.random.hex('route53/changes', 20).toUpperCase();
    return {
      Id: `/change/C${id}`,
      Status: status,
      SubmittedAt: new Date(this.#world.scheduler.now()),
      Comment: comment,
    };
  }

  changeInfo(id: string): client.ChangeInfo {
    const info = this.#changes.get(bareId(id));
    if (info !== undefined) return info;
    throw new AwsError('NoSuchChange', `Could not find resource with ID: ${bareId(id)}`, { status: 404 });
  }

  createCheck(callerReference: string, settings: HealthCheckSettings): HealthCheck {
    const twin = this.checks().find((check) => check.callerReference === callerReference);
    if (twin !== undefined) {
      if (JSON.stringify(twin.settings) === JSON.stringify(settings)) return twin;
      throw new AwsError('HealthCheckAlreadyExists', 'A health check with the caller reference has other settings.', {
        status: 409,
      });
    }
    const check = this.#makeCheck(callerReference, settings);
    this.#checks.set(check.id, check);
    return check;
  }

  /** Tells the health checks on other ones that one of those has changed. */
  recalculate(childId: string): void {
    for (const check of this.#checks.values()) if (check instanceof CalculatedCheck) check.recalculate(childId);
  }

  #makeCheck(callerReference: string, settings: HealthCheckSettings): HealthCheck {
    const world = this.#world;
    const id = world.random.uuid('route53/checks');
    switch (settings.type) {
      case 'CLOUDWATCH_METRIC':
        return new MetricCheck(world, id, callerReference, settings);
      case 'HTTPS_STR_MATCH':
        return new EndpointCheck(world, id, callerReference, settings);
      case 'CALCULATED':
        // Route 53 API Reference, ChildHealthChecks: a calculated check is no child of another one.
        for (const child of settings.children) {
          if (this.check(child) instanceof CalculatedCheck)
            throw new AwsError(
              'InvalidInput',
              `Invalid parameter: the child health check ${child} is a calculated one`,
            );
        }
        return new CalculatedCheck(world, id, callerReference, settings);
    }
  }

  check(id: string): HealthCheck {
    const check = this.#checks.get(id);
    if (check !== undefined) return check;
    throw new AwsError('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, { status: 404 });
  }

  checks(): readonly HealthCheck[] {
    return [...this.#checks.values()];
  }

  deleteCheck(id: string): void {
    this.check(id).remove();
    this.#checks.delete(id);
  }

  #keep(info: client.ChangeInfo): void {
    this.#changes.set(bareId(info.Id ?? ''), info);
  }

  #closestZone(name: string): HostedZone | undefined {
    return this.zones()
      .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
      .sort((a, b) => b.name.length - a.name.length)[0];
  }
}
