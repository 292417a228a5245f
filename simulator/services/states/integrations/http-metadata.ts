import type { Region } from '../../../world';

/** What optimized integrations add to a result about the call itself. */
export function httpMetadata(
  region: Region,
  headers: Readonly<Record<string, string>>,
  statusCode = 200,
): { readonly SdkHttpMetadata: unknown; readonly SdkResponseMetadata: { readonly RequestId: string } } {
  const { scheduler, random } = region.world;
  const requestId = random.uuid('requestId');
  const all = {
    Connection: 'keep-alive',
    'Content-Type': 'application/json',
    Date: new Date(scheduler.now()).toUTCString(),
    'x-amzn-RequestId': requestId,
    ...headers,
  };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
      HttpHeaders: all,
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
