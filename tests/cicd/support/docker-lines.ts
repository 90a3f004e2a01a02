/** The digest of every image that {@link DOCKER_LINES} builds. */
export const DIGEST = `sha256:${"d".repeat(64)}`;

/** What a `docker` that builds nothing does, as lines of bash: it says the digest of what is pushed. */
export const DOCKER_LINES = `
  while [ "$#" -gt 0 ]; do
    if [ "$1" = --metadata-file ]; then echo '{"containerimage.digest":"${DIGEST}"}' >"$2"; fi
    shift
  done
`;

/** The calls of a build without what differs from run to run: its folder, which it gives to the scanner, and digests. */
export const readableCalls = (calls: readonly string[]): readonly string[] => {
  const folders = calls.flatMap((call) => /--volume (\S+):\/scan:ro/.exec(call)?.[1] ?? []);
  const readable = (call: string): string =>
    folders
      .reduce((text, folder) => text.replaceAll(folder, "<work>"), call)
      .replaceAll(/@sha256:[0-9a-f]{64}/g, "@<digest>");
  return calls.map(readable);
};
