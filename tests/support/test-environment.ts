import vm from "node:vm";

import { TestEnvironment } from "jest-environment-node";

/**
 * The environment of jest for Node.js, in a context whose global object is an ordinary one. Jest's own context asks a handler
 * for every global name, so that a loop over `Math.exp` takes 20 times as long as outside of a test.
 */
export default class PlainContextEnvironment extends TestEnvironment {
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
}
