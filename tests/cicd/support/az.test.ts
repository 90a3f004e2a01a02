import { expect, test } from "@jest/globals";

import { recordingAz } from "./recording-az.js";
import { runBash } from "./run-bash.js";

test("the recording az writes every call down as bash would read it", async () => {
  const az = await recordingAz();
  const words = String.raw`az group create --name despliega --tags 'a b' "it's" '' '*' $'two\nlines'`;
  expect(await runBash(["-c", words], az.env)).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(az.calls()).toEqual([
    String.raw`group create --name despliega --tags 'a b' 'it'\''s' '' '*' $'two\nlines'`,
  ]);
});

test("it answers by the longest beginning, and from a list one call after the other", async () => {
  const az = await recordingAz({
    "job show": ["Running", "Running", "Succeeded"],
    "job show --name other": { stdout: "half", stderr: "broken", exit: 3 },
  });
  const show = "az job show --query status";
  const program = `${show}; ${show}; az job show --name other; ${show}; ${show}`;
  expect(await runBash(["-c", program], az.env)).toEqual({
    code: 0,
    stdout: "Running\nRunning\nhalf\nSucceeded\nSucceeded\n",
    stderr: "broken\n",
  });
  expect((await runBash(["-c", "az job show --name other"], az.env)).code).toBe(3);
});

test("it runs what an answer says that the call changes", async () => {
  const az = await recordingAz({
    "job start": { run: 'echo changed by "$@" >"$HOME/world"', stdout: "x" },
  });
  const { stdout } = await runBash(["-c", 'az job start now; cat "$HOME/world"'], az.env);
  expect(stdout).toBe("x\nchanged by job start now\n");
});

test("it fails a call that asks for a value which nobody prepared", async () => {
  const az = await recordingAz({ "group show": "x" });
  const { code, stderr } = await runBash(["-c", "az group showing --query id"], az.env);
  expect(code).toBe(64);
  expect(stderr).toBe("No answer prepared for: az group showing --query id\n");
});
