/** The exit codes of the command line. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  heldBack: 3,
  outrun: 4,
  differs: 5,
  bad: 5,
} as const;

/** What each exit code means, as the help and `docs/cli.md` show it. */
export const EXIT_MEANINGS: Readonly<Record<(typeof EXIT)[keyof typeof EXIT], string>> = {
  [EXIT.done]: "done",
  [EXIT.failed]: "failed; one line says what went wrong and what to do; nothing was promoted",
  [EXIT.usage]: "the command line is wrong",
  [EXIT.heldBack]:
    "the release is published and held back: a promotion check failed, it cannot be compared with the champion, or it waits for approvals",
  [EXIT.outrun]: "another command moved the pointer first, or another prune came in between",
  [EXIT.differs]:
    "a rebuilt part is not byte-identical to that of its release, a decision that is scored again differs, the audit does not hold, `verify` finds a problem, or the verdict of monitor is bad: fault, lost or drift",
};
