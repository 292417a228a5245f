#!/usr/bin/env node
// The `pilotlight` command is TypeScript, run through tsx so that there is no build step between a change and a rehearsal.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
require('tsx/cjs');
require('./process.ts');
