import NodeCache from "node-cache";

/** Makes a cache that emits `expired` for an entry after so many seconds, and keeps the entry. */
export const expiringCache = (seconds: number): NodeCache =>
  new NodeCache({
    stdTTL: seconds,
    checkperiod: Math.min(1, seconds),
    useClones: false,
    deleteOnExpire: false,
  });
