/** Reads the bytes of a stream in the amounts that a format needs. */
export interface ByteSource {
  /** Fills an array with the next bytes. @throws RangeError when the stream ends first */
  read(into: Uint8Array): Promise<void>;
  /** Skips bytes. @throws RangeError when the stream ends first */
  skip(length: number): Promise<void>;
  /** Skips all remaining bytes. */
  drain(): Promise<void>;
  /** Closes the stream, also before its end. */
  close(): Promise<void>;
}

/** Makes a byte source of the chunks of a stream. Bytes are copied once, into their target. */
export const byteSource = (chunks: AsyncIterable<Uint8Array>): ByteSource => {
  const iterator = chunks[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array();

  const next = async (): Promise<boolean> => {
    const { done, value } = await iterator.next();
    chunk = done === true ? new Uint8Array() : value;
    return done !== true;
  };

  const take = async (length: number, use: (part: Uint8Array, at: number) => void) => {
    for (let taken = 0; taken < length;) {
      if (chunk.length === 0 && !(await next())) throw new RangeError("it ends too early");
      const part = chunk.subarray(0, length - taken);
      use(part, taken);
      taken += part.length;
      chunk = chunk.subarray(part.length);
    }
  };

  return {
    read: (into) => take(into.length, (part, at) => into.set(part, at)),
    skip: (length) => take(length, () => {}),
    async drain() {
      while (await next());
    },
    async close() {
      await iterator.return?.();
    },
  };
};
