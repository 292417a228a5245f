import type { Stack, StackOutput } from './stack';

/** The exported outputs of the stacks of one region, and who imports them. */
export class Exports {
  readonly #exported = new Map<string, { readonly stack: Stack; readonly value: string }>();
  readonly #importers = new Map<string, Set<Stack>>();

  /** The value of an export; the stack counts as its importer from now on. */
  importBy(importer: Stack, name: string): string | undefined {
    const importers = this.#importers.get(name) ?? new Set();
    this.#importers.set(name, importers.add(importer));
    return this.#exported.get(name)?.value;
  }

  /**
   * What the stack was updated not to import any more may be changed and deleted (AWS Knowledge Center, "Export … cannot be
   * updated as it is in use by …").
   */
  keepImports(importer: Stack, names: ReadonlySet<string>): void {
    for (const [name, importers] of this.#importers) if (!names.has(name)) importers.delete(importer);
  }

  /** Replaces what the stack exports; gives the reason if that is not possible. */
  put(stack: Stack, outputs: readonly StackOutput[]): string | undefined {
    const next = new Map(
      outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value]])),
    );
    for (const name of next.keys()) {
      const owner = this.#exported.get(name)?.stack;
      if (owner !== undefined && owner !== stack) {
        return `Export with name ${name} is already exported by stack ${owner.name}. Rollback requested by user.`;
      }
    }
    for (const [name, { value }] of this.#of(stack)) {
      const importer = this.#importersOf(name)[0];
      if (importer === undefined || next.get(name) === value) continue;
      const verb = next.has(name) ? 'updated' : 'deleted';
      return `Export ${name} cannot be ${verb} as it is in use by ${importer.name}`;
    }
    for (const [name] of this.#of(stack)) this.#exported.delete(name);
    for (const [name, value] of next) this.#exported.set(name, { stack, value });
    return undefined;
  }

  /** Why the stack cannot be deleted, if another one imports from it. */
  importedFrom(stack: Stack): string | undefined {
    const used = this.#of(stack).find(([name]) => this.#importersOf(name).length > 0);
    if (used === undefined) return undefined;
    const [name] = used;
    return `Export ${name} cannot be deleted as it is in use by ${this.#importersOf(name)[0]?.name ?? 'another stack'}`;
  }

  /** Forgets a stack that is gone. */
  remove(stack: Stack): void {
    for (const [name] of this.#of(stack)) this.#exported.delete(name);
    for (const importers of this.#importers.values()) importers.delete(stack);
  }

  #of(stack: Stack): readonly (readonly [string, { readonly value: string }])[] {
    return [...this.#exported].filter(([, exported]) => exported.stack === stack);
  }

  #importersOf(name: string): readonly Stack[] {
    return [...(this.#importers.get(name) ?? [])];
  }
}
