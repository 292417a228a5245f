/**
 * The hash of files and of folders with all that is in them, by name and content.
 * @param root where the names begin; what is not there counts as missing
 * @param others what else tells one from the other
 */
export function fingerprint(root: string, names: readonly string[], others?: readonly unknown[]): string;
