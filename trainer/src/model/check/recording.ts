import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** A model without keys has none to record, and one about people records no answers. */
export const checkRecording = ({ recording, serving }: ModelDefinition): readonly FieldProblem[] =>
  recording?.key === undefined || serving.by === "key"
    ? []
    : [
        {
          path: ["recording", "key"],
          problem: "is of a model that is asked by key; this one is asked by row: leave it out",
        },
      ];
