import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";

const HOST = "127.0.0.1";
const TRIES = 100;

/**
 * A port to listen on: `asked` by the user (0: any), or the usual one and, if it is taken, the next free.
 */
export interface PortWish {
	readonly asked: number | undefined;
	readonly usual: number;
	/** The option's name, for the error. */
	readonly option: string;
}

/** Listens on loopback. @returns the port. @throws Error when the port was asked for and is taken. */
export async function listenOn(
	server: Server,
	wish: PortWish,
): Promise<number> {
	const { asked, usual, option } = wish;
	for (let port = asked ?? usual; ; port += 1) {
		try {
			server.listen(port, HOST);
			await once(server, "listening");
			return (server.address() as AddressInfo).port;
		} catch (error) {
			if (!isTaken(error)) throw error;
			if (asked !== undefined) {
				throw new Error(
					`Cannot use port ${asked} as another program listens on it: stop that, or give ${option} another port (0 for any free one)`,
				);
			}
			if (port - usual >= TRIES) throw error;
		}
	}
}

function isTaken(error: unknown): boolean {
	const { code = "" } = error as NodeJS.ErrnoException;
	return ["EADDRINUSE", "EACCES"].includes(code);
}
