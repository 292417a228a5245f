import { resolve } from 'node:path';

/** Where files of this project are found from, whatever the working directory. */
export const PROJECT_ROOT = resolve(__dirname, '..');
