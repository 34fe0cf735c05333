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
			await listen(server, port);
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

function listen(server: Server, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, HOST, () => {
			server.off("error", reject);
			resolve();
		});
	});
}

function isTaken(error: unknown): boolean {
	return (
		error instanceof Error &&
		"code" in error &&
		(error.code === "EADDRINUSE" || error.code === "EACCES")
	);
}
