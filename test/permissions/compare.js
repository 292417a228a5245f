/**
 * What is wrong with what was collected, and what of the exceptions is not needed any more.
 * @param collected `granted`, `used` and `denied`: lists of entries of the form `ROLE ACTION`
 * @param exceptions what may be granted and not used; `*` in role or action stands for any text
 */
function compare({ granted, used, denied }, exceptions) {
  const idle = granted.filter((grant) => !used.some((use) => fits(grant, use)));
  const surprises = idle.filter((entry) => !exceptions.some((exception) => covers(exception, entry)));
  const stale = exceptions.flatMap(({ role, actions }) =>
    actions
      .filter((action) => !idle.some((entry) => covers({ role, actions: [action] }, entry)))
      .map((action) => `${role} ${action}`),
  );
  return {
    complaints: [
      ...denied.map((entry) => `denied: ${entry}`),
      ...surprises.map((entry) => `granted and never used: ${entry}. Take it away, or give a reason in unused.json`),
    ],
    notes: stale.map((entry) => `used after all, or not granted any more: ${entry}. Take it out of unused.json`),
  };
}

function covers({ role, actions }, entry) {
  const [holder, action] = entry.split(' ');
  return fits(role, holder) && actions.some((pattern) => fits(pattern, action));
}

function fits(pattern, text) {
  if (!pattern.includes('*')) return pattern === text;
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}

module.exports = { compare };
