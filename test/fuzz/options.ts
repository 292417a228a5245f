/** The options, or what is wrong with them. */
export function readOptions(words: readonly string[]): { readonly requests: number; readonly seed: number } | string {
  const options = { requests: 10_000, seed: 1 };
  for (let index = 0; index < words.length; index += 2) {
    const [option = '', text = ''] = words.slice(index, index + 2);
    if (option !== '--requests' && option !== '--seed') return `"${option}" is no option: write --requests or --seed`;
    if (!/^\d{1,9}$/.test(text)) return `${option} "${text}": write a whole number from 0 to 999999999`;
    options[option === '--seed' ? 'seed' : 'requests'] = Number(text);
  }
  return options;
}
