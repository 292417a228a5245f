import * as z from 'zod';
import data from './prices.json';

/** How sure a price is: `high` was read in AWS's price list or on its page on that date, `low` is quoted from elsewhere. */
export type Confidence = 'high' | 'low';

export const PriceItem = z.strictObject({
  unit: z.string().min(1),
  /** How many units a price is for: AWS names one for a thousand or a million requests. */
  per: z.int().positive(),
  entries: z
    .array(
      z.strictObject({
        /** Regions that it holds in; `global` for a service without regions. */
        regions: z.array(z.string()).min(1),
        usd: z.number().positive(),
        date: z.iso.date(),
        /** The AWS price list, or the page to look at. */
        source: z.string().min(1),
        confidence: z.enum(['high', 'low']),
      }),
    )
    .min(1),
});

export type PriceName = keyof typeof data;

/** Every unit price of the project: simulator, bench and `pilotlight cost` take theirs from here. */
export const PRICES: Readonly<Record<string, z.infer<typeof PriceItem>>> = z.record(z.string(), PriceItem).parse(data);

export interface UnitPrice {
  readonly name: PriceName;
  /** Where it is charged. */
  readonly region: string;
  /** For `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  readonly date: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** What a service charges in a region. Where only another region's price is known, that one, with low confidence. */
export function unitPrice(name: PriceName, region: string): UnitPrice {
  const item = PRICES[name];
  const [other] = item?.entries ?? [];
  if (item === undefined || other === undefined) throw new Error(`cost/prices.json has no price "${name}"`);
  const { unit, per, entries } = item;
  const known = entries.find(({ regions }) => regions.includes(region) || regions.includes('global'));
  const { usd, date, source, confidence } = known ?? {
    ...other,
    source: `${other.source} (of ${other.regions.join(', ')}: that of ${region} is not in cost/prices.json)`,
    confidence: 'low',
  };
  return { name, region, usd, per, unit, date, source, confidence };
}

/** @returns US dollars for a quantity of the price's units */
export function usdOf(name: PriceName, quantity: number, region: string): number {
  const { usd, per } = unitPrice(name, region);
  return (quantity / per) * usd;
}
