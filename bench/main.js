// As the `pilotlight` command: TypeScript through tsx, without the SDK's announcement of its next Node floor.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
require('tsx/cjs');
require('./main.ts');
