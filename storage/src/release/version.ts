const VERSION = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** Whether a release may have this version. */
export const isVersion = (version: string): boolean => VERSION.test(version);

/**
 * Makes a version: the time in seconds, so that people can read a listing, and eight random hexadecimal digits, so that two
 * trainers in one second do not collide. The pointer, not the order of versions, decides which release is served.
 *
 * @param random at least four random bytes
 */
export const makeVersion = (now: Date, random: Uint8Array): string =>
  `${now.toISOString().replace(/[-:]|\.\d+/g, "")}-${Buffer.from(random.subarray(0, 4)).toString("hex")}`;
