import type { Run } from './run';
import type { Thread } from './thread';

interface StateContext {
  readonly name: string;
  readonly enteredTimeMs: number;
  readonly retryCount: number | undefined;
  readonly taskToken: string | undefined;
  readonly mapItem: Thread['mapItem'];
}

/** The context object (Developer Guide, "Accessing execution data from the Context object in Step Functions"). */
export function contextObject(run: Run, state: StateContext): Readonly<Record<string, unknown>> {
  const { identity } = run;
  return {
    Execution: {
      Id: identity.executionArn,
      Input: run.input,
      StartTime: new Date(run.startTimeMs).toISOString(),
      Name: identity.executionName,
      RoleArn: identity.roleArn,
      RedriveCount: 0,
    },
    StateMachine: { Id: identity.stateMachineArn, Name: identity.stateMachineName },
    State: {
      Name: state.name,
      EnteredTime: new Date(state.enteredTimeMs).toISOString(),
      ...(state.retryCount === undefined ? {} : { RetryCount: state.retryCount }),
    },
    ...(state.taskToken === undefined ? {} : { Task: { Token: state.taskToken } }),
    ...(state.mapItem === undefined ? {} : { Map: { Item: state.mapItem } }),
  };
}
