const NOTHING = "–";

const formatter = (options: Intl.NumberFormatOptions) => {
  const format = new Intl.NumberFormat("en-US", options);
  return (value: number): string =>
    Number.isFinite(value) ? format.format(value).replaceAll("-", "−") : NOTHING;
};

const digits = (least: number, most: number, style: Intl.NumberFormatOptions = {}) => {
  const options = { ...style, minimumSignificantDigits: least, maximumSignificantDigits: most };
  const plain = formatter(options);
  const tiny = formatter({ ...options, notation: "scientific" });
  return (value: number): string =>
    value !== 0 && Math.abs(value) < 1e-5 && style.style === undefined ? tiny(value) : plain(value);
};

/** A whole number, every digit of it: 777,123. */
export const count = formatter({ maximumFractionDigits: 0 });

/** A year, without a separator: 1982. */
export const year = formatter({ maximumFractionDigits: 0, useGrouping: false });

/** A number in a sentence or among data, up to four significant digits: 0.5, 136.4, 12,346. */
export const number = (value: number): string =>
  Math.abs(value) >= 1000 ? count(value) : upToFour(value);

const upToFour = digits(1, 4);

/** A number among measurements, always four significant digits: 0.5000, 0.03810; zero is 0. */
export const measured = (value: number): string => (value === 0 ? "0" : four(value));

const four = digits(4, 4);

/** An amount in a sentence, up to three significant digits: 0.412, 12,300,000. */
export const rounded = digits(1, 3);

/** A difference with its sign and three significant digits: +0.412, −0.0870, −1.64E−7. */
export const signed = digits(3, 3, { signDisplay: "exceptZero" });

/** A share with three significant digits, 1.52% or 98.5%; none and all are 0% and 100%. */
export const percent = (share: number): string =>
  share === 0 || share === 1 ? `${share * 100}%` : threeOfPercent(share);

const threeOfPercent = digits(3, 3, { style: "percent" });

/** A share as people say it, "31 of 100". A small share is of 1,000 or more, so that at least two are left. */
export const outOf = (share: number): readonly [hits: string, of: string] => {
  if (!(share > 0)) return ["none", "100"];
  const base = [100, 1_000, 10_000, 100_000].find((size) => share * size >= 2) ?? 1_000_000;
  return [count(share * base), count(base)];
};

/** A text with its first letter in upper case. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
