const { default: Sequencer } = require('@jest/test-sequencer');

/** The files by name, or the other way round where TEST_ORDER is `backwards`. */
module.exports = class ByName extends Sequencer {
  sort(tests) {
    const sorted = [...tests].sort((one, other) => one.path.localeCompare(other.path));
    return process.env.TEST_ORDER === 'backwards' ? sorted.reverse() : sorted;
  }
};
