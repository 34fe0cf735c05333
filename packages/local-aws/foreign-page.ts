import type { IncomingMessage } from "node:http";

const HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Why a request is refused, if it is: a page that the developer has open elsewhere may send requests to this
 * machine, in the name of its own host or of one whose address it has changed. Tools send neither Origin nor
 * Sec-Fetch-Site.
 */
export function foreignPage({
	headers,
	socket,
}: IncomingMessage): string | undefined {
	const { host = "", origin, "sec-fetch-site": site = "none" } = headers;
	const own = HOSTS.flatMap((name) => [
		`${name}:${socket.localPort}`,
		...(socket.localPort === 80 ? [name] : []),
	]);
	if (!own.includes(host.toLowerCase()))
		return `Cannot answer for the host ${JSON.stringify(host.slice(0, 100))}: allowed are ${own.join(", ")}`;
	if (origin !== undefined && origin !== `http://${host.toLowerCase()}`)
		return "Cannot answer a web page of another origin: ask from a program, or open this address itself";
	if (site !== "none" && site !== "same-origin")
		return "Cannot answer a web page of another site: ask from a program, or open this address itself";
	return undefined;
}
