import { readdirSync, readFileSync } from 'node:fs';

export interface TreeMemory {
  /** Resident memory of the process itself, in MB. */
  readonly ownMegabytes: number;
  /** Of the process and all that it has started; memory that they share counts several times. */
  readonly treeMegabytes: number;
}

/** What a process and its descendants occupy now; undefined where there is no /proc to read it from. */
export function memoryOfTree(pid: number): TreeMemory | undefined {
  const processes = readProcesses();
  if (processes === undefined) return undefined;
  const tree = new Set([pid]);
  // Children are younger than their parents, so one pass in the order of their ids nearly always finds them all.
  for (const one of processes) if (tree.has(one.parent)) tree.add(one.pid);
  const total = (wanted: (id: number) => boolean) =>
    processes.filter((one) => wanted(one.pid)).reduce((sum, one) => sum + one.kilobytes, 0) / 1000;
  return { ownMegabytes: total((id) => id === pid), treeMegabytes: total((id) => tree.has(id)) };
}

function readProcesses() {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0)
      .sort((a, b) => a - b)
      .flatMap((pid) => readProcess(pid) ?? []);
  } catch {
    return undefined;
  }
}

function readProcess(pid: number): { pid: number; parent: number; kilobytes: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return { pid, parent: field('PPid'), kilobytes: field('VmRSS') };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
