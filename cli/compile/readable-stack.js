const { readFileSync } = require('node:fs');
const { SourceMap } = require('node:module');
const path = require('node:path');

/**
 * Puts the sources' own places into the stack of an error. Only when one is shown: to have Node do it for every error
 * would take longer than all the rest of a start.
 */
exports.readableStack = (file) => {
  let map;
  return (stack) =>
    stack.replaceAll(
      new RegExp(`${file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}:(\\d+):(\\d+)`, 'g'),
      (place, line, column) => {
        map ??= new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
        const { originalSource, originalLine, originalColumn } = map.findEntry(Number(line) - 1, Number(column) - 1);
        if (originalSource === undefined) return place;
        return `${path.resolve(path.dirname(file), originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
      },
    );
};
