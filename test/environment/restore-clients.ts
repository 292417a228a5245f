import sinon from 'sinon';

/** What a file has made of the SDK's clients (aws-sdk-client-mock) must not reach the next file of its worker. */
afterAll(() => sinon.restore());
