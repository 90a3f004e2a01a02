import { render } from "preact";

import { Console } from "./console.js";
import { takeArrival } from "./sign-in/arrival.js";

render(<Console arrival={takeArrival()} />, document.getElementById("console")!);
