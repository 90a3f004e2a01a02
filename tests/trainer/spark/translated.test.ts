import { expect, test } from "@jest/globals";
import { StatementFailed } from "@despliega/trainer/engine/spark/session.js";
import { isWorthAnother, translated } from "@despliega/trainer/engine/spark/translated.js";

const url = "spark://cluster:10000";

const failed = (because: string) =>
  new StatementFailed(
    `Error running query: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 4.0 failed 4 times, most recent failure: ${because}`,
  );

test("a task without enough memory is told as that, and not tried again", () => {
  for (const because of [
    "Lost task 0.6 in stage 4.0 (executor 3): java.lang.OutOfMemoryError: Java heap space",
    "ExecutorLostFailure (executor 1 exited): java.lang.OutOfMemoryError",
    "Total size of serialized results is bigger than spark.driver.maxResultSize",
  ]) {
    const error = failed(because);
    expect(isWorthAnother(error)).toBe(false);
    expect(translated(error, url, "SELECT 1")).toMatchObject({
      code: "ENGINE_TOO_SMALL",
      message: expect.stringContaining("had too little memory"),
    });
  }
});

test("a lost machine is worth another try, and a value is not repeated", () => {
  expect(isWorthAnother(failed("ExecutorLostFailure (executor 1 exited)"))).toBe(true);
  const value = translated(failed("[CAST_INVALID_INPUT] The value 'Ada' cannot be cast"), url, "");
  expect(value).toMatchObject({
    code: "VALUE_REFUSED",
    message: expect.not.stringContaining("Ada"),
  });
});
