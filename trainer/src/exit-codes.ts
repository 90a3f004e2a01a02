/** What the command line's exit code means. */
export const EXIT = {
  done: 0,
  /** The message says what went wrong; nothing was promoted. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The release is published, and its gates did not let it become champion. */
  gated: 3,
  /** Somebody else moved the pointer first. */
  outrun: 4,
} as const;
