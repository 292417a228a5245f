import { at, hasDone, type Invariant } from '../observed';

/** From a decision to the moment when every resolver follows: the health check, the keep of the minute, the TTL. */
const SETTLING_MS = 5 * 60_000;

/** Traffic reaches a region only when an execution has proven that it works, and a drill moves none. */
export const onlyProvenRegionsServe: Invariant = ({ traffic, stage, executions }) => {
  const moved = traffic.filter(({ target }) => target !== stage.estate.PrimaryTarget);
  const hasFailover = executions.some(({ mode }) => mode === 'failover');
  return moved.flatMap(({ atMs, target, isProven }) => [
    ...(target !== stage.estate.StandbyTarget ? [`at ${at(atMs)} the public name leads ${target}`] : []),
    ...(isProven ? [] : [`at ${at(atMs)} traffic moves to a standby that nobody has proven`]),
    ...(hasFailover ? [] : [`at ${at(atMs)} traffic moves without a failover`]),
  ]);
};

/** Once it has moved, only a person moves it back. */
export const trafficStaysWhereItWent: Invariant = (observed) => {
  const { traffic, stage } = observed;
  const back = traffic.filter(
    ({ target }, index) =>
      index > 0 && target === stage.estate.PrimaryTarget && traffic[index - 1]?.target === stage.estate.StandbyTarget,
  );
  if (back.length === 0) return [];
  // One who asks and hears of an error may have been heard all the same.
  const asked = observed.done.find(({ act }) => act === 'moveBack')?.atMs ?? Number.POSITIVE_INFINITY;
  return back.filter(({ atMs }) => atMs < asked).map(({ atMs }) => `at ${at(atMs)} traffic goes back by itself`);
};

/** What evidence and mail say of it is so when they say it. */
export const whatIsSaidOfTrafficIsSo: Invariant = (observed) => {
  const { traffic, stage, executions, calmAtMs } = observed;
  const { PrimaryTarget, StandbyTarget, standbyRegion } = stage.estate;
  const targetAt = (atMs: number) => traffic.findLast((change) => change.atMs <= atMs)?.target ?? PrimaryTarget;
  const mayBe = (atMs: number) => [targetAt(atMs), targetAt(atMs + SETTLING_MS), targetAt(calmAtMs + SETTLING_MS)];
  return executions.flatMap(({ name, mode, status, evidence, messages, enteredAtMs }) => {
    const reportedAtMs = enteredAtMs.get('Notify');
    if (reportedAtMs === undefined) return [];
    const said = evidence?.traffic ?? 'unknown';
    const expected = said === 'standby' ? StandbyTarget : said === 'primary' ? PrimaryTarget : undefined;
    const lies = messages.filter(({ message, at: sentAt }) => {
      const word = /^Traffic: goes to (.+?)[,.]/m.exec(message)?.[1];
      if (word === undefined) return false;
      return !mayBe(Date.parse(sentAt)).includes(word === standbyRegion ? StandbyTarget : PrimaryTarget);
    });
    return [
      ...(expected !== undefined && !mayBe(reportedAtMs).includes(expected)
        ? [`${name}: its evidence says that traffic goes to the ${said}; it does not`]
        : []),
      ...lies.map(({ subject }) => `${name}: the message "${subject}" is wrong about traffic`),
      ...(status === 'SUCCEEDED' &&
      mode === 'failover' &&
      targetAt(reportedAtMs) !== StandbyTarget &&
      !hasDone(observed, 'moveBack')
        ? [`${name} passed, and traffic does not go to the standby`]
        : []),
    ];
  });
};

/** Users of a region that a failover has proven are served, once nothing is wrong any more. */
export const usersAreServed: Invariant = (observed) => {
  const { stage, executions, calmAtMs, traffic } = observed;
  const last = executions.at(-1);
  if (last?.status !== 'SUCCEEDED' || last.mode !== 'failover' || hasDone(observed, 'moveBack')) return [];
  if (traffic.at(-1)?.target !== stage.estate.StandbyTarget) return [];
  const fromMs = Math.max(calmAtMs, last.stoppedAtMs ?? 0) + SETTLING_MS;
  const failed = stage.clients.requests.filter(
    ({ startedAtMs, servedBy }) => startedAtMs > fromMs && servedBy === undefined,
  );
  return failed.map(
    ({ startedAtMs, client, outcome }) => `at ${at(startedAtMs)} the request of ${client} ends in ${outcome}`,
  );
};
