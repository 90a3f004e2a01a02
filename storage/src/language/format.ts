import type { Language } from "./languages.js";

/** How the numbers of a report are written in one language. What is not a finite number is a dash. */
export interface Formats {
  /** A whole number, every digit of it: 777,123. */
  readonly count: (value: number) => string;
  /** A year, without a separator: 1982. */
  readonly year: (value: number) => string;
  /** A number in a sentence or among data, up to four significant digits: 0.5, 136.4, 12,346. */
  readonly number: (value: number) => string;
  /** A number among measurements, always four significant digits: 0.5000, 0.03810; zero is 0. */
  readonly measured: (value: number) => string;
  /** An amount in a sentence, up to three significant digits: 0.412, 12,300,000. */
  readonly rounded: (value: number) => string;
  /** A difference with its sign and three significant digits: +0.412, −0.0870, −1.64E−7. */
  readonly signed: (value: number) => string;
  /** A change with its sign and six significant digits, to be multiplied by a distance: +32.4012, −0.00123400. */
  readonly precise: (value: number) => string;
  /** A number with two decimals: 612.50, −3.07. */
  readonly hundredths: (value: number) => string;
  /** A share with three significant digits, 1.52% or 98.5%; none and all are 0% and 100%. */
  readonly percent: (share: number) => string;
  /** A share with as many digits as it has, at most four: 90%, 2.5%. */
  readonly share: (share: number) => string;
  /**
   * A share as people say it, "31 of 100". A small share is of 1,000 or more, so that at least two are left.
   *
   * @param ends of its interval, which follow the hits: "31 (25–38)". Default: none
   */
  readonly outOf: (share: number, ends?: readonly number[]) => readonly [hits: string, of: string];
}

const TAGS: Readonly<Record<Language, string>> = { en: "en-US", es: "es-ES" };

const NOTHING = "–";

/** The formats of a language. */
export const formatsOf = (language: Language): Formats => {
  const formatter = (options: Intl.NumberFormatOptions) => {
    // Spanish has no separator in a number of four digits, which would break the columns of a table.
    const format = new Intl.NumberFormat(TAGS[language], { useGrouping: "always", ...options });
    return (value: number): string =>
      Number.isFinite(value) ? format.format(value).replaceAll("-", "−") : NOTHING;
  };
  const digits = (least: number, most: number, style: Intl.NumberFormatOptions = {}) => {
    const options = { ...style, minimumSignificantDigits: least, maximumSignificantDigits: most };
    const plain = formatter(options);
    const tiny = formatter({ ...options, notation: "scientific" });
    return (value: number): string =>
      value !== 0 && Math.abs(value) < 1e-5 && style.style === undefined
        ? tiny(value)
        : plain(value);
  };
  const count = formatter({ maximumFractionDigits: 0 });
  const upToFour = digits(1, 4);
  const four = digits(4, 4);
  const whole = formatter({ style: "percent", maximumFractionDigits: 0 });
  const threeOfPercent = digits(3, 3, { style: "percent" });
  return {
    count,
    year: formatter({ maximumFractionDigits: 0, useGrouping: false }),
    number: (value) => (Math.abs(value) >= 1000 ? count(value) : upToFour(value)),
    measured: (value) => (value === 0 ? "0" : four(value)),
    rounded: digits(1, 3),
    signed: digits(3, 3, { signDisplay: "exceptZero" }),
    precise: digits(6, 6, { signDisplay: "exceptZero" }),
    hundredths: formatter({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    percent: (share) => (share === 0 || share === 1 ? whole(share) : threeOfPercent(share)),
    share: digits(1, 4, { style: "percent" }),
    outOf: (share, ends) => {
      const sizes = [100, 1_000, 10_000, 100_000];
      const base = share > 0 ? (sizes.find((size) => share * size >= 2) ?? 1_000_000) : 100;
      const hits = count(share > 0 ? share * base : 0);
      const range = ends?.map((end) => count(end * base)).join("–");
      return [range === undefined ? hits : `${hits} (${range})`, count(base)];
    },
  };
};

/** A text with its first letter in upper case. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
