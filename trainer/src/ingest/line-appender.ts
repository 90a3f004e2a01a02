import { closeSync, openSync, writeSync } from "node:fs";

/** Appends lines to a file, many to a write. */
export interface LineAppender {
  /** Appends a text of ASCII and bytes as one line. */
  readonly append: (text: string, bytes?: Uint8Array) => void;
  readonly close: () => void;
}

/** Opens a new file for lines. */
export const lineAppender = (file: string): LineAppender => {
  const descriptor = openSync(file, "w");
  const buffer = Buffer.allocUnsafe(2 ** 22);
  let filled = 0;
  const flush = () => {
    for (let at = 0; at < filled;) at += writeSync(descriptor, buffer, at, filled - at);
    filled = 0;
  };
  return {
    append(text, bytes = new Uint8Array()) {
      if (filled + text.length + bytes.length + 1 > buffer.length) flush();
      filled += buffer.write(text, filled, "latin1");
      buffer.set(bytes, filled);
      filled += bytes.length;
      buffer[filled++] = 10;
    },
    close() {
      try {
        flush();
      } finally {
        closeSync(descriptor);
      }
    },
  };
};
