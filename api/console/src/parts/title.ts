import { useEffect } from "preact/hooks";

/** Names the page in the browser's tab. */
export const useTitle = (...parts: readonly string[]): void => {
  const title = [...parts, "Despliega"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
};
