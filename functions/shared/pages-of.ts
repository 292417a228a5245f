/** Consecutive items, as many a page as the bounds allow, and at least one. */
export function pagesOf<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  most: { readonly weight: number; readonly items: number },
): readonly (readonly Item[])[] {
  const pages: Item[][] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const page = pages.at(-1);
    const own = weightOf(item);
    if (page === undefined || weight + own > most.weight || page.length >= most.items) {
      pages.push([item]);
      weight = own;
    } else {
      page.push(item);
      weight += own;
    }
  }
  return pages;
}
