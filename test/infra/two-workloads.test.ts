import { permissionsOf, Template } from '../../infra/checks/template';
import { assemblyStacks } from './synthesized';

const templatesOf = (name: string) => assemblyStacks({ name }).map(({ template }) => Template.parse(template));

test('nothing that the roles of a workload may change is of another whose name goes on', () => {
  const others = new Set(
    templatesOf('pilot-light-two')
      .flatMap((template) => permissionsOf(template))
      .flatMap(({ resources }) => resources)
      .filter((resource) => resource.includes('pilot-light-two')),
  );
  expect(others.size).toBeGreaterThan(20);
  const reached = templatesOf('pilot-light')
    .flatMap((template) => permissionsOf(template))
    .flatMap(({ action, resources }) =>
      resources
        // What begins with `*` is a reference to something of the same account's own stacks.
        .filter((pattern) => !pattern.startsWith('*') && [...others].some((resource) => matches(pattern, resource)))
        .map((pattern) => `${action} ${pattern}`),
    );
  const changes = reached.filter((permission) => !/^\w+:(Describe|List)/.test(permission));
  expect([...new Set(changes)].sort()).toEqual([]);
});

/** As IAM reads wildcards; where the other has one too, by what it stands for. */
function matches(pattern: string, resource: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(resource.replaceAll('????????-??????', '20260105-012500').replaceAll('*', 'x'));
}
