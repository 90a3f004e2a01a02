/** Headers as Node.js takes them fastest: name, value, name, value. */
export type FlatHeaders = readonly (string | number)[];
