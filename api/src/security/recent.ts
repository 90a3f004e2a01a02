/** A bounded cache of the entries that were used last. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/**
 * Makes a cache that drops entries by generations, so that no call ever pays for a sweep: a full generation becomes the
 * old one, the old one before it is dropped, and an entry that is read from the old one moves to the new one.
 *
 * @param generation entries in one; at most twice as many are kept
 */
export const createRecent = <Value>(generation: number): Recent<Value> => {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  const set = (key: string, value: Value) => {
    if (young.size >= generation) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  const get = (key: string) => {
    const value = young.get(key);
    if (value !== undefined) return value;
    const aged = old.get(key);
    if (aged !== undefined) set(key, aged);
    return aged;
  };
  return { get, set };
};
