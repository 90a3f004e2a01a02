const DAY_MS = 86_400_000;

/** Days, both ends included, as YYYY-MM-DD. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The day so many days after another one; before it with a negative number. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Every day of some, in their order. */
export const eachDay = ({ from, to }: Days): string[] => {
  const all: string[] = [];
  for (let day = from; day <= to; day = daysAfter(day, 1)) all.push(day);
  return all;
};

/** The days that a look at a model is about. */
export interface Spans {
  readonly window: Days;
  /** As many days before it. */
  readonly before: Days;
  /** Days whose answers are old enough to have outcomes. */
  readonly mature: Days;
}

/** How many days the spans have. */
export interface SpanLengths {
  /** The last day of the window. */
  readonly until: string;
  readonly days: number;
  /** Age in days at which an answer has its outcome. */
  readonly maturity: number;
  readonly outcomes: number;
}

/** The spans that end with a day. */
export const spansOf = ({ until, days, maturity, outcomes }: SpanLengths): Spans => {
  const ending = (to: string, count: number): Days => ({ from: daysAfter(to, 1 - count), to });
  return {
    window: ending(until, days),
    before: ending(daysAfter(until, -days), days),
    mature: ending(daysAfter(until, -maturity), outcomes),
  };
};

/** SQL that is true of days of a span. @param column SQL of a day as text */
export const within = (column: string, { from, to }: Days): string =>
  `${column} BETWEEN '${from}' AND '${to}'`;
