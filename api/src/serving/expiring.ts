import NodeCache from "node-cache";

/** A cache that tells of what is past its time, and keeps it. */
export const expiring = (seconds: number): NodeCache =>
  new NodeCache({
    stdTTL: seconds,
    checkperiod: Math.min(1, seconds),
    useClones: false,
    deleteOnExpire: false,
  });
