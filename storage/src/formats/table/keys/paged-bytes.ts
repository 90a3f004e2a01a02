const PAGE = 2 ** 24;
const MOST_PAGES = 2 ** 32 / PAGE;
const { floor } = Math;

/**
 * Byte strings, one for each row, in pages: no large array is ever copied while requests wait. A string is in one page.
 * It takes 6 bytes for each row beside the strings.
 */
export class PagedBytes {
  /** The page that is written to, and where the string of the present row begins and ends in it so far. */
  page = new Uint8Array();
  start = 0;
  end = 0;
  readonly #pages: Uint8Array[] = [];
  readonly #starts: Uint32Array;
  readonly #lengths: Uint16Array;
  readonly #longest: number;

  /** @param longest no string has more bytes; at most 65,535 */
  constructor(rows: number, longest: number) {
    this.#starts = new Uint32Array(rows);
    this.#lengths = new Uint16Array(rows);
    this.#longest = longest;
  }

  /** Begins the string of a row. @throws RangeError when all strings take more than 4 GiB */
  begin(): void {
    if (this.end + this.#longest > this.page.length) {
      if (this.#pages.length === MOST_PAGES) throw new RangeError("its keys take more than 4 GiB");
      this.page = new Uint8Array(Math.min(PAGE, this.#starts.length * this.#longest));
      this.#pages.push(this.page);
      this.end = 0;
    }
    this.start = this.end;
  }

  put(byte: number): void {
    this.page[this.end++] = byte;
  }

  /** Makes what was put since {@link begin} the string of a row. */
  keep(row: number): void {
    this.#starts[row] = (this.#pages.length - 1) * PAGE + this.start;
    this.#lengths[row] = this.end - this.start;
  }

  /** The string of a row. */
  at(row: number): Uint8Array {
    const start = this.#starts[row]!;
    const page = this.#pages[floor(start / PAGE)]!;
    return page.subarray(start % PAGE, (start % PAGE) + this.#lengths[row]!);
  }

  /** Whether the string of a row is this part of an array. */
  isAt(row: number, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#lengths[row] !== to - from) return false;
    const start = this.#starts[row]!;
    const page = this.#pages[floor(start / PAGE)]!;
    for (let at = from, own = start % PAGE; at < to; at++, own++)
      if (page[own] !== bytes[at]) return false;
    return true;
  }
}
