import type { SummaryStream } from "./stream.ts";

/** One line about how the stream stands, where there is something to say. */
export function Notice({ stream, onRetry }: { readonly stream: SummaryStream; readonly onRetry: () => void }) {
  const { attempt, error, status } = stream;
  switch (status) {
    case "reconnecting":
      return <p className="notice">The connection was lost. What is here stays; going on in a moment.</p>;
    case "streaming":
      if (attempt === 1) return null;
      return <p className="notice">The first model broke off. Another one is writing; what is here stays meanwhile.</p>;
    case "stopped":
      return <p className="notice">Stopped. The model is not writing any more.</p>;
    case "failed":
      return (
        <p className="notice failed">
          {error?.message}
          <button type="button" onClick={onRetry}>
            Try again
          </button>
        </p>
      );
    default:
      return null;
  }
}
