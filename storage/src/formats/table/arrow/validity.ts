/** Whether a value is missing, by the validity bits of its column. */
export const isNull = (validity: Uint8Array, at: number): boolean =>
  (validity[at >> 3]! & (1 << (at & 7))) === 0;
