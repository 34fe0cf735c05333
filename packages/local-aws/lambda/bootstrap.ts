/** Runs a function's bundle the way Lambda's Node.js runtime does: ask for an invocation, answer it, ask again. */
import { existsSync } from "node:fs";
import { Agent, request } from "node:http";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { CLOCK_HEADER, setClockOffset } from "../clock.ts";
import { provideSdk } from "./runtime-sdk.ts";

const {
	AWS_LAMBDA_RUNTIME_API = "",
	LAMBDA_TASK_ROOT = "",
	_HANDLER = "",
	AWS_LAMBDA_FUNCTION_NAME,
	AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
} = process.env;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
/** One connection for all, as Lambda's own client has it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const [file = "", name = ""] = _HANDLER.split(".");

provideSdk();
const handler = await load();
await serveOne();
// For NODE_COMPILE_CACHE, if the run has it: the process is killed, not ended.
flushCompileCache();
for (;;) await serveOne();

async function load(): Promise<(event: unknown, context: object) => unknown> {
	try {
		const module = await import(pathToFileURL(moduleFile()).href);
		if (typeof module[name] !== "function")
			throw new Error(`${_HANDLER} is undefined or not exported`);
		// Node.js 24 on Lambda: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
		if (module[name].length > 2)
			throw new Error(
				`${_HANDLER} has ${module[name].length} parameters: allowed are event and context, as callbacks are not supported`,
			);
		return module[name];
	} catch (error) {
		console.error(error);
		await call("POST", "/init/error", errorBody(error));
		process.exit(1);
	}
}

function moduleFile(): string {
	const path = join(LAMBDA_TASK_ROOT, file);
	return existsSync(`${path}.mjs`) ? `${path}.mjs` : `${path}.js`;
}

async function serveOne(): Promise<void> {
	const { headers, body } = await call("GET", "/invocation/next");
	const id = String(headers["lambda-runtime-aws-request-id"]);
	setClockOffset(Number(headers[CLOCK_HEADER]));
	const deadline = Number(headers["lambda-runtime-deadline-ms"]);
	const context = {
		awsRequestId: id,
		functionName: AWS_LAMBDA_FUNCTION_NAME,
		functionVersion: "$LATEST",
		memoryLimitInMB: AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
		invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
		callbackWaitsForEmptyEventLoop: false,
		getRemainingTimeInMillis: () => deadline - Date.now(),
	};
	try {
		const result = await handler(JSON.parse(body), context);
		await call(
			"POST",
			`/invocation/${id}/response`,
			result === undefined ? "null" : JSON.stringify(result),
		);
	} catch (error) {
		console.error(error);
		await call("POST", `/invocation/${id}/error`, errorBody(error));
	}
}

function errorBody(error: unknown): string {
	const {
		name: errorType,
		message: errorMessage,
		stack,
	} = error instanceof Error ? error : new Error(String(error));
	return JSON.stringify({ errorType, errorMessage, trace: stack?.split("\n") });
}

function call(
	method: string,
	path: string,
	body = "",
): Promise<{ headers: import("node:http").IncomingHttpHeaders; body: string }> {
	return new Promise((resolve) => {
		const outgoing = request(
			`${api}${path}`,
			{ method, agent },
			async (response) =>
				resolve({ headers: response.headers, body: await text(response) }),
		);
		// The run has stopped: there is nobody left to work for.
		outgoing.on("error", () => process.exit(0));
		outgoing.end(body);
	});
}
