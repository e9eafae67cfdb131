import { useEffect, useRef, useState } from "react";
import type { SummaryStream } from "./stream.ts";

/** How long it took from the start until the first field was shown, in milliseconds. */
export function useFirstField({ status, partial }: SummaryStream): number | undefined {
  const startedAt = useRef(0);
  const [ms, setMs] = useState<number>();
  const isShown = partial?.vitals_status !== undefined;
  useEffect(() => {
    if (status !== "connecting") return;
    startedAt.current = performance.now();
    setMs(undefined);
  }, [status]);
  useEffect(() => {
    if (isShown) setMs(performance.now() - startedAt.current);
  }, [isShown]);
  return ms;
}
