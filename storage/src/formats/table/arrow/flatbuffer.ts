/** A table of a flatbuffer, read in place. A field has the number of the schema, and a default when it is absent. */
export interface FlatTable {
  byte(field: number): number;
  short(field: number): number;
  int(field: number): number;
  long(field: number): number;
  text(field: number): string;
  table(field: number): FlatTable | undefined;
  tables(field: number): FlatTable[];
  /** A vector of structs of two longs. */
  pairs(field: number): (readonly [number, number])[];
}

/** Returns the root table of a flatbuffer. A read beyond its bytes throws a RangeError. */
export const flatbuffer = (bytes: Uint8Array): FlatTable => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return tableAt(view, view.getUint32(0, true));
};

const tableAt = (view: DataView, start: number): FlatTable => {
  const layout = start - view.getInt32(start, true);
  const layoutSize = view.getUint16(layout, true);

  const find = (field: number): number | undefined => {
    const entry = 4 + 2 * field;
    const offset = entry < layoutSize ? view.getUint16(layout + entry, true) : 0;
    return offset === 0 ? undefined : start + offset;
  };
  const follow = (at: number): number => at + view.getUint32(at, true);
  const scalar = (field: number, read: (at: number) => number): number => {
    const at = find(field);
    return at === undefined ? 0 : read(at);
  };
  const long = (at: number): number => Number(view.getBigInt64(at, true));
  const vector = <T>(field: number, size: number, read: (at: number) => T): T[] => {
    const at = find(field);
    if (at === undefined) return [];
    const first = follow(at) + 4;
    const length = view.getUint32(first - 4, true);
    if (length * size > view.byteLength) throw new RangeError("a vector is longer than its bytes");
    return Array.from({ length }, (_, i) => read(first + i * size));
  };

  return {
    byte: (field) => scalar(field, (at) => view.getUint8(at)),
    short: (field) => scalar(field, (at) => view.getInt16(at, true)),
    int: (field) => scalar(field, (at) => view.getInt32(at, true)),
    long: (field) => scalar(field, long),
    text: (field) => Buffer.from(vector(field, 1, (at) => view.getUint8(at))).toString(),
    table(field) {
      const at = find(field);
      return at === undefined ? undefined : tableAt(view, follow(at));
    },
    tables: (field) => vector(field, 4, (at) => tableAt(view, follow(at))),
    pairs: (field) => vector(field, 16, (at) => [long(at), long(at + 8)] as const),
  };
};
