import type { NumberColumn } from "@despliega/storage";

/** A list of numbers, or of rows of as many numbers each, that JSON has as arrays. NaN stands for null. */
export class NumberList {
  /** One after the other, row after row. */
  readonly values: Float64Array;
  /** Numbers of a row; undefined for a list without rows. */
  readonly width: number | undefined;

  constructor(values: Float64Array, width?: number) {
    this.values = values;
    this.width = width;
  }

  /** As of the array. */
  get length(): number {
    return this.values.length / (this.width ?? 1);
  }

  /** The numbers at one place of each row. */
  column(at: number): NumberColumn {
    return { values: this.values, from: at, step: this.width ?? 1 };
  }

  /** The number at a place among all. */
  at(index: number): number | null {
    const value = this.values[index]!;
    return Number.isNaN(value) ? null : value;
  }

  /** The arrays of it. */
  arrays(): readonly unknown[] {
    const { length, width = 1 } = this;
    const row = (of: number) => Array.from({ length: width }, (_, i) => this.at(of * width + i));
    return Array.from({ length }, (_, i) => (this.width === undefined ? this.at(i) : row(i)));
  }
}

/** A list as an array, whatever it is made of. */
export const arraysOf = (list: unknown): unknown =>
  list instanceof NumberList ? list.arrays() : list;
