// The SDK announces its next Node floor on every start; the floor of this project is documented in package.json.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
// As infra/constructs gives it to every function.
process.env['POWERTOOLS_METRICS_NAMESPACE'] = 'PilotLight';
