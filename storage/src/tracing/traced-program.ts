/** A program that sends spans. */
export interface TracedProgram {
  /** Its name in traces, unless `OTEL_SERVICE_NAME` says another. */
  readonly name: string;
  readonly version: string;
  /** Takes one line when spans cannot be sent, and one when they can again. */
  readonly report: (line: string) => void;
}
