#!/usr/bin/env node
// The `pilotlight` command is TypeScript, compiled at the first start after a change: there is no build step.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const path = require('node:path');
const { setFlagsFromString } = require('node:v8');
// V8 optimises a function that has run for long. A rehearsal calls many functions a few times: Node 20, which has one
// optimiser and an expensive one, would spend a fifth of its processor time on code that is hardly used again.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=500000');
void require('./compile/start').start(path.join(__dirname, '..'), process.argv.slice(2));
