/** The transport on Node, for applications that bring a dispatcher of their own: a proxy, client certificates, a mock. */
export { createUndiciTransport, type Dispatcher, type UndiciTransportOptions } from "./transport/undici.ts";
