/** A bare nodemailer pool in a process of its own, as functions have: its parent gives it mails and is told what became of each. */
import { createTransport } from "nodemailer";
import type { FromPool, ToPool } from "./pool-messages.ts";

let pool: ReturnType<typeof openPool> | undefined;

process.on("message", (message: ToPool) => {
	const startedAt = performance.timeOrigin + performance.now();
	pool ??= openPool(message);
	for (const { id, bytes, ...mail } of message.mails)
		pool
			.sendMail({
				from: message.user,
				...mail,
				...(bytes === undefined
					? {}
					: { attachments: [{ content: fileOf(bytes) }] }),
			})
			.then(
				() => tell({ id, isSent: true, startedAt }),
				() => tell({ id, isSent: false, startedAt }),
			);
});
process.on("disconnect", () => process.exit(0));
tell("ready");

function openPool(message: ToPool) {
	const { port, ca, user, pass, connections } = message;
	return createTransport({
		host: "127.0.0.1",
		port,
		name: "bench.example.com",
		requireTLS: true,
		auth: { user, pass },
		tls: { ca },
		pool: true,
		maxConnections: connections,
		maxMessages: Number.POSITIVE_INFINITY,
	});
}

const files = new Map<number, Buffer>();

function fileOf(bytes: number): Buffer {
	const file = files.get(bytes) ?? Buffer.alloc(bytes, 120);
	files.set(bytes, file);
	return file;
}

function tell(message: FromPool): void {
	process.send?.(message);
}
