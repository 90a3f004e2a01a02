/** Headers as Node.js takes them fastest: name, value, name, value. */
export type FlatHeaders = readonly (string | number)[];

/** Headers that many responses have, as they go over the wire: they cost a response nothing. None that Node.js must know of. */
export interface FixedHeaders {
  readonly lines: string;
}
