import { AwsError } from '../service';

/** What AWS offers and the simulator does not model is an error that says so: never a silent default. */
export function notModelled(what: string): AwsError {
  return new AwsError('NotModelled', `${what} is not modelled by the simulator (docs/SIMULATOR.md)`, { status: 501 });
}
