import { TestEnvironment } from 'jest-environment-node';

export = TestEnvironment;
