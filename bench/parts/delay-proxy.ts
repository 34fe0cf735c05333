import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy that holds every byte back for half a round trip each way, in order; connecting costs a whole one. */
export async function startDelayProxy(
	target: { readonly host: string; readonly port: number },
	roundTripMs: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
	const sockets = new Set<Socket>();
	const track = (socket: Socket) => {
		sockets.add(socket);
		socket.on("error", () => socket.destroy());
		socket.on("close", () => sockets.delete(socket));
	};
	const server = createServer({ noDelay: true }, (client) => {
		track(client);
		client.pause();
		// The client believes it is connected; over a network that takes a round trip.
		setTimeout(() => {
			const upstream = connect({ ...target, noDelay: true });
			track(upstream);
			delay(client, upstream, roundTripMs / 2);
			delay(upstream, client, roundTripMs / 2);
			client.resume();
		}, roundTripMs);
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
