/** Nothing for the group and for others. */
const PRIVATE = 0o077;

let given: number | undefined;

/**
 * Lets this process, its libraries and its children make files that only their user reads, 0600, and directories that only he
 * enters, 0700. A file that is there already keeps its mode.
 */
export const keepFilesPrivate = (): void => {
  given ??= process.umask();
  process.umask(given | PRIVATE);
};

/** Runs work whose files hold nobody's data: others read them as the umask of the user says. */
export const withOpenFiles = async <T>(work: () => Promise<T>): Promise<T> => {
  const before = process.umask(given ?? process.umask());
  try {
    return await work();
  } finally {
    process.umask(before);
  }
};
