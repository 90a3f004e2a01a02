import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";

import { TestEnvironment } from "jest-environment-node";

/**
 * The environment of jest for Node.js, in a context whose global object is an ordinary one. Jest's own context asks a handler
 * for every global name, so that a loop over `Math.exp` takes 20 times as long as outside of a test.
 */
export default class PlainContextEnvironment extends TestEnvironment {
  /** What the processes of one file leave behind: a command sweeps what killed runs left, and says so. */
  private temporary: string | undefined;

  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    const { createContext } = vm;
    // Jest has no option for the kind of its context.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }

  override async setup(): Promise<void> {
    await super.setup();
    this.temporary = await mkdtemp(join(tmpdir(), "despliega-test-"));
    this.global.process.env["TMPDIR"] = this.temporary;
  }

  override async teardown(): Promise<void> {
    if (this.temporary !== undefined) await rm(this.temporary, { recursive: true, force: true });
    await super.teardown();
  }
}
