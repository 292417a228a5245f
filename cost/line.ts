import { type PriceName, type UnitPrice, unitPrice } from './prices';

/** One product of a quantity and a unit price. */
export interface Line {
  readonly what: string;
  /** In the price's unit. */
  readonly quantity: number;
  readonly price: UnitPrice;
  readonly usd: number;
}

export function line(what: string, name: PriceName, quantity: number, region: string): Line {
  const price = unitPrice(name, region);
  return { what, quantity, price, usd: (quantity / price.per) * price.usd };
}

export function total(lines: readonly Line[]): number {
  return lines.reduce((all, { usd }) => all + usd, 0);
}

export function hasLowConfidence(lines: readonly Line[]): boolean {
  return lines.some(({ price, usd }) => price.confidence === 'low' && usd > 0);
}
