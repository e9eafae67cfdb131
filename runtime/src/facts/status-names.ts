/** What people call the HTTP statuses that tell of a failure, those of no standard included. */
export const statusNames: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  422: "Unprocessable Content",
  424: "Failed Dependency",
  429: "Too Many Requests",
  498: "Capacity Exceeded",
  499: "Cancelled",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  524: "Timeout Occurred",
  529: "Overloaded",
};

/** A status that tells of a failure, with its name, as `529 Overloaded`; nothing for another one. */
export function failureStatus(status: number | undefined): string | undefined {
  return status === undefined || status < 400 ? undefined : `${status} ${statusNames[status] ?? ""}`.trim();
}
