import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Whether a program is installed here. */
export function isInstalled(program: string): boolean {
	return spawnSync(program, ["--help"], { stdio: "ignore" }).status === 0;
}

/** Starts moto's server, an implementation of AWS by other people, on a port that the system chooses. */
export async function startMoto() {
	const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", "0"], {
		stdio: ["ignore", "ignore", "pipe"],
	});
	const lines = createInterface(child.stderr);
	let endpoint: string | undefined;
	for await (const line of lines) {
		endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
		if (endpoint !== undefined) break;
	}
	if (endpoint === undefined) throw new Error("moto_server has no address");
	// What is not read would stop it in the end.
	child.stderr.resume();
	return {
		client: {
			endpoint,
			region: "eu-west-1",
			credentials: { accessKeyId: "moto", secretAccessKey: "moto" },
		},
		async stop() {
			const ended = once(child, "exit");
			child.kill();
			await ended;
		},
	};
}
