/**
 * The hash of files and of folders with all that is in them, by name and content.
 * @param root where the paths begin; what is not there counts as missing
 * @param others what else tells one from the other
 */
export function fingerprint(root: string, paths: readonly string[], others?: readonly unknown[]): string;
