#!/usr/bin/env node
// The `pilotlight` command is TypeScript, compiled at the first start after a change: there is no build step.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const path = require('node:path');
void require('./compile/start').start(path.join(__dirname, '..'), process.argv.slice(2));
