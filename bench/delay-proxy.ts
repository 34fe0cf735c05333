import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy that holds every byte back for half a round trip each way, in order. */
export async function startDelayProxy(
	target: { readonly host: string; readonly port: number },
	roundTripMs: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
	const sockets = new Set<Socket>();
	const server = createServer({ noDelay: true }, (client) => {
		const upstream = connect({ ...target, noDelay: true });
		delay(client, upstream, roundTripMs / 2);
		delay(upstream, client, roundTripMs / 2);
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.on("error", () => socket.destroy());
			socket.on("close", () => sockets.delete(socket));
		}
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		port: (server.address() as AddressInfo).port,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function delay(from: Socket, to: Socket, ms: number): void {
	from.on("data", (chunk) =>
		setTimeout(() => to.writable && to.write(chunk), ms),
	);
	from.on("end", () => setTimeout(() => to.end(), ms));
	from.on("close", () => setTimeout(() => to.destroy(), ms));
}
