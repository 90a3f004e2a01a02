import { ExportResultCode, type ExportResult } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";

/** Loads and makes an exporter. */
export type MakeExporter = () => Promise<SpanExporter>;

/** Most characters of a foreign problem in the log. */
const MOST = 200;

/**
 * Makes an exporter that is loaded when there is something to send, and reports when it begins to fail and when it works
 * again: one line each. Azure's clients share a list of hosts without a proxy that the first of them reads, and this way it
 * is that of storage.
 */
export const watchedExporter = (
  make: MakeExporter,
  where: string,
  report: (line: string) => void,
): SpanExporter => {
  let made: Promise<SpanExporter> | undefined;
  let failing = false;
  const say = (result: ExportResult): ExportResult => {
    const failed = result.code !== ExportResultCode.SUCCESS;
    const [problem] = (result.error?.message || "it does not take them").split("\n", 1);
    if (failed !== failing)
      report(
        failed
          ? `traces do not reach ${where}: ${problem!.slice(0, MOST)}`
          : `traces reach ${where} again`,
      );
    failing = failed;
    return result;
  };
  const send = async (spans: ReadableSpan[]): Promise<ExportResult> => {
    try {
      const exporter = await (made ??= make());
      return await new Promise((resolve) => exporter.export(spans, resolve));
    } catch (error) {
      return { code: ExportResultCode.FAILED, error: error as Error };
    }
  };
  const deliver = async (spans: ReadableSpan[], done: (result: ExportResult) => void) =>
    done(say(await send(spans)));
  return {
    export: (spans, done) => void deliver(spans, done),
    forceFlush: async () => (await made)?.forceFlush?.(),
    shutdown: async () => (await made)?.shutdown(),
  };
};
