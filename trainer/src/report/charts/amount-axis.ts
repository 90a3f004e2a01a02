import type { Axis } from "../../evaluate/evaluation.js";
import type { Locale } from "../language/locale.js";

/** Labels such as 0.5, 20, 1.5k, 30M and 2B, as an expression of the value of a tick. */
export const amountLabel = ({ text }: Locale): string =>
  `abs(datum.value) < 1 ? format(datum.value, '.3~r') : replace(format(datum.value, '.3~s'), 'G', '${text.page.billion}')`;

/** An axis of amounts that ends with its domain. */
export const amountAxis = (
  field: "x" | "y",
  title: string,
  axis: Axis,
  domain: readonly [number, number],
  locale: Locale,
) => ({
  field,
  type: "quantitative" as const,
  title,
  scale: { type: axis, domain: [...domain], nice: false, zero: false },
  axis: {
    labelExpr: amountLabel(locale),
    labelOverlap: true,
    ...(axis === "log" ? logTicks(domain) : { tickCount: 5 }),
  },
});

/** Ticks at powers of ten, with 2 and 5 times them when there are few; in a narrow domain at any round numbers. */
export const logTicks = ([low, high]: readonly [number, number]):
  { readonly values: number[] } | { readonly tickCount: number } => {
  const first = Math.floor(Math.log10(low));
  const decades = Math.floor(Math.log10(high)) - first + 1;
  const steps = decades > 3 ? [1] : [1, 2, 5];
  const values = Array.from({ length: decades }, (_, i) =>
    steps.map((step) => Number(`${step}e${first + i}`)),
  )
    .flat()
    .filter((tick) => tick >= low && tick <= high);
  return values.length < 2 ? { tickCount: 4 } : { values };
};
