import { withoutBlanks } from "@despliega/storage";

import { saysMissing } from "./words.js";

/** A column of more shapes than this is one of text. */
const MAX_SHAPES = 1000;

/** A field of more characters is text. */
const MAX_LENGTH = 60;

/** How many texts of a column could be days in each order, by the numbers in them. */
export interface Orders {
  /** Day, month, year. */
  dmy: number;
  mdy: number;
  ymd: number;
  /** Eight digits: year, month and day. */
  compact: number;
  /** Those that are one day by day and month and another by month and day. */
  twoDays: number;
}

/** What the fields of a column look like. No field is kept but short words without digits. */
export interface Tally {
  /** Words that people write where there is no value, as they are written. They count nowhere else. */
  readonly missing: Set<string>;
  /**
   * How often each shape occurs: a field without blanks around it and with the digit 1 for each digit, so that a word is
   * its own shape.
   */
  readonly shapes: Map<string, number>;
  /** Whether there were too many shapes to keep, or too long ones. */
  isProse: boolean;
  /** Numbers that begin with a zero before another digit, as codes do. */
  leadingZeros: number;
  /** Texts that end with a mark and a single 0, as programs write whole numbers beside missing ones. */
  zeroDecimals: number;
  zeros: number;
  ones: number;
  /** Fields that are neither 0 nor 1. */
  others: number;
  readonly orders: Orders;
}

export const newTally = (): Tally => ({
  missing: new Set(),
  shapes: new Map(),
  isProse: false,
  leadingZeros: 0,
  zeroDecimals: 0,
  zeros: 0,
  ones: 0,
  others: 0,
  orders: { dmy: 0, mdy: 0, ymd: 0, compact: 0, twoDays: 0 },
});

/** Adds a field to a column's tally. */
export const addField = (tally: Tally, text: string): void => {
  const field = withoutBlanks(text);
  if (field === "" || /^nan$/i.test(field)) return;
  if (saysMissing(field)) {
    tally.missing.add(field);
    return;
  }
  if (tally.isProse) return;
  const shape = field.replace(/[0-9]/g, "1");
  const seen = tally.shapes.get(shape);
  if (field.length > MAX_LENGTH || (seen === undefined && tally.shapes.size >= MAX_SHAPES)) {
    tally.isProse = true;
    return;
  }
  tally.shapes.set(shape, (seen ?? 0) + 1);
  if (field === "0") tally.zeros++;
  else if (field === "1") tally.ones++;
  else tally.others++;
  if (!shape.includes("1")) return;
  if (/^[+-]?0[0-9]/.test(field)) tally.leadingZeros++;
  if (/[.,]0$/.test(field)) tally.zeroDecimals++;
  addOrders(tally.orders, field);
};

const addOrders = (orders: Orders, field: string): void => {
  const [, a, b] = /^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{4}(?![0-9])/.exec(field) ?? [];
  if (a !== undefined && b !== undefined) {
    const isDmy = isDay(b, a);
    const isMdy = isDay(a, b);
    if (isDmy) orders.dmy++;
    if (isMdy) orders.mdy++;
    if (isDmy && isMdy && Number(a) !== Number(b)) orders.twoDays++;
  }
  const [, month, day] = /^[0-9]{4}[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])/.exec(field) ?? [];
  if (month !== undefined && day !== undefined && isDay(month, day)) orders.ymd++;
  const compact = /^(?:19|20)[0-9]{2}([0-9]{2})([0-9]{2})(?![0-9])/.exec(field);
  if (compact !== null && isDay(compact[1]!, compact[2]!)) orders.compact++;
};

const isDay = (month: string, day: string): boolean =>
  Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
