/**
 * `vm.compileFunction`, but that a source which it has compiled before is not parsed again: V8 makes the function of what
 * it kept. A source that has changed is compiled anew.
 */
exports.compileOnce = (compile) => {
  /** By file: the source, and what V8 made of it. */
  const kept = new Map();
  return (source, parameters, options = {}) => {
    const known = kept.get(options.filename);
    if (known?.source === source) return compile(source, parameters, { ...options, cachedData: known.cachedData });
    const compiled = compile(source, parameters, { ...options, produceCachedData: true });
    const { cachedData } = compiled;
    if (options.filename !== undefined && cachedData !== undefined) kept.set(options.filename, { source, cachedData });
    return compiled;
  };
};
