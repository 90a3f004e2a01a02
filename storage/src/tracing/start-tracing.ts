import { DespliegaError } from "../errors/error.js";
import { useTracer } from "./in-span.js";
import { readTracingSettings } from "./settings.js";
import type { TracedProgram } from "./traced-program.js";
import type { Tracer } from "./tracer.js";

/**
 * Begins to send spans where the settings of this process say so. Else OpenTelemetry is not even loaded. Traces never stop a
 * program: where they cannot be sent it runs without them.
 *
 * @returns undefined when no spans are made
 */
export const startTracing = async (program: TracedProgram): Promise<Tracer | undefined> => {
  try {
    const settings = readTracingSettings(process.env);
    if (settings === undefined) return undefined;
    const { openTracer } = await import("./opentelemetry/open-tracer.js");
    const tracer = openTracer(program, settings);
    useTracer(tracer);
    return tracer;
  } catch (error) {
    program.report(`no traces are sent: ${problemOf(error)}`);
    return undefined;
  }
};

const problemOf = (error: unknown): string =>
  error instanceof DespliegaError ? error.message : String(error).split("\n", 1)[0]!;
