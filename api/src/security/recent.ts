/** A bounded memory of what was used last. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/**
 * Makes a memory that forgets by generations, so that no call ever pays for a sweep: a full generation becomes the old
 * one, the one before it is dropped, and what is read from the old one joins the new.
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
