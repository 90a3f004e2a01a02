const VERSION = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** Whether a release may have this version. */
export const isVersion = (version: string): boolean => VERSION.test(version);

/**
 * Makes a version: the second of its making, so that a listing reads well, and eight random hexadecimal digits, so
 * that two trainers in one second do not collide. Which version serves is the pointer's word, never the order.
 */
export const makeVersion = (now: Date, random: Uint8Array): string =>
  `${now.toISOString().replace(/[-:]|\.\d+/g, "")}-${Buffer.from(random.subarray(0, 4)).toString("hex")}`;
