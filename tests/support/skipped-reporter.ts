/** The part of jest's results that this reporter reads. */
interface Results {
  readonly testResults: readonly {
    readonly testResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Prints one line for each thing that a machine lacks, with how many tests are skipped for it. */
export default class SkippedReporter {
  onRunComplete(_contexts: unknown, { testResults }: Results): void {
    const skipped = new Map<string, number>();
    for (const { fullName, status } of testResults.flatMap((file) => file.testResults)) {
      if (status !== "pending") continue;
      const thing =
        /\(needs (.+?)\)/.exec(fullName)?.[1] ?? "something that the test does not name";
      skipped.set(thing, (skipped.get(thing) ?? 0) + 1);
    }
    for (const [thing, count] of skipped)
      process.stderr.write(`Skipped: ${count} tests, which need ${thing}\n`);
  }
}
