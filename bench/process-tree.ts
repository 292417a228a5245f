import { readdirSync, readFileSync } from 'node:fs';

export interface TreeMemory {
  /** Resident memory of the process itself, in MB. */
  readonly ownMegabytes: number;
  /** Of the process and all that it has started; memory that they share counts several times. */
  readonly treeMegabytes: number;
}

/** What a process and its descendants occupy now; undefined where there is no /proc to read it from. */
export function memoryOfTree(pid: number): TreeMemory | undefined {
  const tree = treeOf(pid);
  if (tree === undefined) return undefined;
  const megabytes = tree.map((one) => ({ pid: one, size: fieldOf(one, 'VmRSS') / 1000 }));
  return {
    ownMegabytes: megabytes.find((one) => one.pid === pid)?.size ?? 0,
    treeMegabytes: megabytes.reduce((sum, { size }) => sum + size, 0),
  };
}

/**
 * CPU seconds, user and system, that a process and its descendants have used so far, those that have ended and been
 * waited for included: PostgreSQL's processes, esbuild's, a command line that a test starts. Undefined without /proc.
 */
export function cpuSecondsOfTree(pid: number): number | undefined {
  return treeOf(pid)?.reduce((sum, one) => sum + cpuSecondsOf(one), 0);
}

/** The process and its descendants; undefined where there is no /proc. */
function treeOf(pid: number): readonly number[] | undefined {
  const processes = readProcesses();
  if (processes === undefined) return undefined;
  const tree = new Set([pid]);
  // Children are younger than their parents, so one pass in the order of their ids nearly always finds them all.
  for (const one of processes) if (tree.has(one.parent)) tree.add(one.pid);
  return [...tree];
}

function readProcesses() {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0)
      .sort((a, b) => a - b)
      .map((pid) => ({ pid, parent: fieldOf(pid, 'PPid') }));
  } catch {
    return undefined;
  }
}

/** A number of /proc/PID/status; 0 if the process has ended meanwhile. */
function fieldOf(pid: number, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(pid, 'status'))?.[1] ?? 0);
}

/** In /proc, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/** proc_pid_stat(5): utime, stime, cutime and cstime are fields 14 to 17; the second, a name, may hold spaces. */
function cpuSecondsOf(pid: number): number {
  const stat = read(pid, 'stat');
  const fromThird = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fromThird.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
