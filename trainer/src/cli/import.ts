import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { trainOptions, type TrainArguments } from "./train-options.js";
import { trainAndTell } from "./train.js";

/** `import <model>`: makes a release of a model that was fitted elsewhere. */
export const importCommand: AddCommand = (program, context, exitWith) => {
  trainOptions(
    program
      .command("import <model>")
      .description(
        "publish a model that was fitted in Python, from a file in the format ONNX, and promote it if it passes its promotion checks",
      )
      .requiredOption(
        "--onnx <file>",
        "the model: one linear model or one tree ensemble is compiled, and onnxruntime runs any other, where it is installed",
      ),
  )
    .addHelpText(
      "after",
      examples(
        "import riesgo --onnx model.onnx",
        "import riesgo --onnx model.onnx --input loans.csv",
      ),
    )
    .addHelpText(
      "after",
      `
Features, threshold, promotion checks and urls are those of model.yaml; its estimators are not fitted. The model is measured
on the test observations of the rows given, so give rows that it did not learn from.`,
    )
    .action(async (name: string, options: TrainArguments & { onnx: string }) => {
      exitWith(await trainAndTell(context, name, options, { onnx: options.onnx }));
    });
};
