import { inSpan } from "@despliega/storage";

import type { Progress } from "./progress.js";

/** Progress whose steps are spans too, each with the facts of its result. */
export const tracedProgress = (progress: Progress): Progress => ({
  ...progress,
  step: (name, work, describe) =>
    inSpan({ name: `step ${name}` }, (span) =>
      progress.step(name, work, (result) => {
        const facts = describe?.(result) ?? {};
        const named = Object.entries(facts).map(([fact, value]) => [`despliega.${fact}`, value]);
        span.add(Object.fromEntries(named) as Readonly<Record<string, string | number>>);
        return facts;
      }),
    ),
});
