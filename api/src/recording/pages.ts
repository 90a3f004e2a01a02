/** Memory outside the heap, up to a limit. */
export interface Memory {
  /** Takes bytes; false when the limit would be passed. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/** Makes memory of at most so many bytes. */
export const boundedMemory = (most: number): Memory => {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > most) return false;
      taken += bytes;
      return true;
    },
    give: (bytes) => void (taken -= bytes),
  };
};

/** Lines in memory. */
export interface Pages {
  /** Adds a line; false when there is no memory for it. */
  add(line: string): boolean;
  /** Bytes of the lines. */
  bytes(): number;
  /** The lines, one after the other. */
  content(): readonly Uint8Array[];
  /** Gives the memory back. */
  free(): void;
}

const PAGE_BYTES = 64 << 10;

/**
 * Makes pages without a line. Lines are written into buffers at once, so that no object of theirs stays for the garbage
 * collector to look at.
 */
export const pagesIn = (memory: Memory): Pages => {
  const pages: { readonly buffer: Buffer; used: number }[] = [];
  let taken = 0;
  let bytes = 0;

  const pageFor = (length: number) => {
    const last = pages.at(-1);
    if (last !== undefined && last.buffer.length - last.used >= length) return last;
    const size = Math.max(PAGE_BYTES, length);
    if (!memory.take(size)) return undefined;
    taken += size;
    const page = { buffer: Buffer.allocUnsafeSlow(size), used: 0 };
    pages.push(page);
    return page;
  };

  return {
    add(line) {
      const length = Buffer.byteLength(line);
      const page = pageFor(length);
      if (page === undefined) return false;
      page.used += page.buffer.write(line, page.used);
      bytes += length;
      return true;
    },
    bytes: () => bytes,
    content: () => pages.map(({ buffer, used }) => buffer.subarray(0, used)),
    free() {
      memory.give(taken);
      taken = 0;
      pages.length = 0;
    },
  };
};
