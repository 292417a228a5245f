import { AwsError } from '../../service';
import type { ChangeSet } from './change-set';
import type { Stack } from './stack';

/** The stacks and change sets of one region, and the tokens of the requests that were made. */
export class Stacks {
  readonly #stacks: Stack[] = [];
  readonly #changeSets: ChangeSet[] = [];
  readonly #tokens = new Map<string, string>();

  add(stack: Stack): void {
    this.#stacks.push(stack);
  }

  /** All stacks that are not deleted. */
  get live(): readonly Stack[] {
    return this.#stacks.filter(({ status }) => status !== 'DELETE_COMPLETE');
  }

  /** The stack of that id, or the one of that name that is not deleted. */
  find(nameOrId: string): Stack | undefined {
    if (nameOrId.startsWith('arn:')) return this.#stacks.find(({ id }) => id === nameOrId);
    return this.live.find(({ name }) => name === nameOrId);
  }

  /** @throws AwsError ValidationError, as DescribeStacks answers for a stack that is not there */
  get(nameOrId: string | undefined): Stack {
    const stack = this.find(nameOrId ?? '');
    if (stack === undefined) {
      throw new AwsError('ValidationError', `Stack with id ${nameOrId ?? ''} does not exist`);
    }
    return stack;
  }

  addChangeSet(changeSet: ChangeSet): void {
    this.#changeSets.push(changeSet);
  }

  changeSetsOf(stack: Stack): readonly ChangeSet[] {
    return this.#changeSets.filter((changeSet) => changeSet.stack === stack);
  }

  /** The change set of that id, or of that name in that stack. */
  findChangeSet(nameOrId: string, stackNameOrId: string | undefined): ChangeSet | undefined {
    if (nameOrId.startsWith('arn:')) return this.#changeSets.find(({ id }) => id === nameOrId);
    const stack = this.get(stackNameOrId);
    return this.#changeSets.find((changeSet) => changeSet.stack === stack && changeSet.name === nameOrId);
  }

  /** @throws AwsError ChangeSetNotFoundException */
  getChangeSet(nameOrId: string | undefined, stackNameOrId: string | undefined): ChangeSet {
    const changeSet = this.findChangeSet(nameOrId ?? '', stackNameOrId);
    if (changeSet === undefined) {
      throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${nameOrId ?? ''}] does not exist`, { status: 404 });
    }
    return changeSet;
  }

  removeChangeSets(isGone: (changeSet: ChangeSet) => boolean): void {
    const kept = this.#changeSets.filter((changeSet) => !isGone(changeSet));
    this.#changeSets.splice(0, this.#changeSets.length, ...kept);
  }

  /**
   * Whether this very request was made before, so that it must not be done again.
   *
   * @param scope a token is the caller's for one stack: its id, or for a creation its name
   * @throws AwsError TokenAlreadyExistsException when the token was used for another request
   */
  isRepeated(token: string | undefined, scope: string, request: string): boolean {
    if (token === undefined) return false;
    if (!/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/.test(token)) {
      throw new AwsError(
        'ValidationError',
        `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*`,
      );
    }
    const key = `${scope} ${token}`;
    const earlier = this.#tokens.get(key);
    if (earlier === undefined) {
      this.#tokens.set(key, request);
      return false;
    }
    if (earlier === request) return true;
    throw new AwsError('TokenAlreadyExistsException', `The client request token ${token} was used for another request`);
  }
}
