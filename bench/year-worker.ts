import type { YearOptions } from '../rehearsal/year/options';
import { runYear } from '../rehearsal/year/run-year';
import type { MeasuredYear } from './year';

/** One year in a process of its own: the options come as the argument, the report goes to standard output. */
async function main(text: string): Promise<void> {
  const options = JSON.parse(text) as YearOptions;
  const beganAt = performance.now();
  const report = await runYear(options, (day) => {
    if (day % 30 === 0) process.stderr.write(`day ${day}: ${Math.round((performance.now() - beganAt) / 1000)} s\n`);
  });
  const { user, system } = process.cpuUsage();
  const measured: MeasuredYear = {
    ...report,
    wallSeconds: (performance.now() - beganAt) / 1000,
    cpuSeconds: (user + system) / 1_000_000,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  process.stdout.write(JSON.stringify(measured));
}

void main(process.argv[2] ?? '');
