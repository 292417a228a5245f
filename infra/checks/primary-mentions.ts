import { pathOf, stringsOf, type Template } from './template';

/**
 * Where a standby-region template names the primary region. Only `allowed` texts may: data such as the ARN of the
 * cluster that recovery points are filed under. Anything else would be called, or looked for, in a region that is down.
 */
export function primaryMentions(
  template: Template,
  primaryRegion: string,
  allowed: readonly string[],
): readonly { readonly path: string; readonly text: string }[] {
  return Object.entries(template.Resources)
    .flatMap(([logicalId, resource]) => stringsOf(resource.Properties, pathOf(logicalId, resource)))
    .filter(({ text }) => allowed.reduce((rest, data) => rest.replaceAll(data, ''), text).includes(primaryRegion));
}
