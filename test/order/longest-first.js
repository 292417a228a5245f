const { default: Sequencer } = require('@jest/test-sequencer');

/** Where whole rehearsals run, each for half a minute and more in a file of a few lines. */
const LONG = ['test/cli/', 'test/docs/', 'test/scenarios/', 'test/soak/'];

/** On a clone without a record of times jest takes the largest files first; a long one would be left to one worker. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => LONG.some((folder) => path.includes(`/${folder}`));
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
