import type { ComponentChildren, JSX } from "preact";

interface ScrollProps {
  /** What it holds. */
  readonly name: string;
  readonly children: ComponentChildren;
}

/** Something wide that is scrolled by itself, by keyboard too. */
export const Scroll = ({ name, children }: ScrollProps): JSX.Element => (
  <div class="scroll" role="group" aria-label={name} tabIndex={0}>
    {children}
  </div>
);
