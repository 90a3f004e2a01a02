import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const USUAL = 560;

/** The width of an element, so that a picture in it has lines and letters of their own size. */
export const useWidth = <E extends Element>(): readonly [RefObject<E | null>, number] => {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(USUAL);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const read = (): void => setWidth(Math.max(200, Math.floor(element.clientWidth)));
    const observer = new ResizeObserver(read);
    observer.observe(element);
    read();
    return () => observer.disconnect();
  }, []);
  return [ref, width];
};
