/** Whether some text fits both patterns, in which `*` stands for any text. Letters' case is ignored, as IAM does. */
export function overlaps(one: string, other: string): boolean {
  return meet(one.toLowerCase(), other.toLowerCase());
}

function meet(one: string, other: string): boolean {
  if (one === '' || other === '') return /^\**$/.test(one + other);
  if (one.startsWith('*')) return meet(one.slice(1), other) || meet(one, other.slice(1));
  if (other.startsWith('*')) return meet(other, one);
  return one[0] === other[0] && meet(one.slice(1), other.slice(1));
}
