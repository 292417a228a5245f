/** Jobs are listed and described for this long (AWS Backup API Reference, ListBackupJobs). */
const RETENTION_MS = 30 * 86_400_000;

interface Job {
  readonly id: string;
  readonly createdAt: Date;
  readonly completedAt: Date | undefined;
}

/** The jobs of one kind, in the order in which they began. */
export class JobLog<Kind extends Job> {
  readonly all = new Map<string, Kind>();
  readonly #inOrder: Kind[] = [];

  /** Enters a job that begins now, and forgets jobs that ended and began long ago. */
  add(job: Kind): void {
    this.all.set(job.id, job);
    this.#inOrder.push(job);
    const oldestMs = job.createdAt.getTime() - RETENTION_MS;
    const kept = this.#inOrder.findIndex(
      ({ completedAt, createdAt }) => completedAt === undefined || createdAt.getTime() >= oldestMs,
    );
    for (const { id } of this.#inOrder.splice(0, kept)) this.all.delete(id);
  }

  /** The jobs that began after an instant; all without one. */
  after(instant: Date | undefined): readonly Kind[] {
    if (instant === undefined) return this.#inOrder;
    const instantMs = instant.getTime();
    let low = 0;
    let high = this.#inOrder.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const job = this.#inOrder[middle];
      if (job !== undefined && job.createdAt.getTime() <= instantMs) low = middle + 1;
      else high = middle;
    }
    return this.#inOrder.slice(low);
  }
}
