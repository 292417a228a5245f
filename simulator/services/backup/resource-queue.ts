/**
 * Lets one job at a time work on a resource, the others wait: "Only one backup or copy job can run at a time for a given
 * resource. Additional copy jobs for the same resource remain in CREATED status until the running job completes" (AWS
 * Backup Developer Guide, Copy job concurrency).
 */
export class ResourceQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Resolves when it is this job's turn, with what ends its turn. */
  async take(resourceArn: string): Promise<() => void> {
    const before = this.#tails.get(resourceArn) ?? Promise.resolve();
    let release: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#tails.set(
      resourceArn,
      before.then(() => mine),
    );
    await before;
    return release;
  }
}
