import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Environment } from "./environment.ts";

/** Lambda's Runtime API for every function environment of a run, each under a path of its own. */
export interface RuntimeServer {
	/** What AWS_LAMBDA_RUNTIME_API has to be for this environment. */
	addressOf(environment: Environment): string;
	stop(): Promise<void>;
}

export async function startRuntimeServer(): Promise<RuntimeServer> {
	const environments = new Map<string, Environment>();
	const server = createServer(async (request, response) => {
		const [, id = "", path = ""] =
			/^\/([^/]+)\/2018-06-01\/runtime\/(.*)$/.exec(request.url ?? "") ?? [];
		const environment = environments.get(id);
		if (environment === undefined) return answer(response, 404);
		if (path === "invocation/next") return environment.onNext(response);
		const body = await text(request);
		answer(response, 202);
		if (path === "init/error") return environment.onInitError(body);
		const [, requestId = "", outcome] =
			/^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
		environment.onResult(requestId, outcome === "response", body);
	});
	// An environment may be at work for longer than a connection is usually kept.
	server.keepAliveTimeout = 0;
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	return {
		addressOf(environment) {
			environments.set(environment.id, environment);
			return `127.0.0.1:${port}/${environment.id}`;
		},
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function answer(response: ServerResponse, status: number): void {
	response.writeHead(status, { "content-type": "application/json" });
	response.end("{}");
}
