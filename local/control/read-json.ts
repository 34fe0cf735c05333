import type { IncomingMessage } from "node:http";
import { Refused } from "./refused.ts";

const MOST_BYTES = 1_048_576;

/** The JSON of a request; `{}` of an empty one. @throws Refused when it is longer than 1 MiB, or no JSON */
export async function readJson(request: IncomingMessage): Promise<unknown> {
	const text = await readText(request);
	if (text.trim() === "") return {};
	try {
		return JSON.parse(text);
	} catch {
		throw new Refused(
			"Cannot read the request's body as it is not JSON: allowed is JSON in UTF-8, or nothing",
		);
	}
}

async function readText(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request) {
		bytes += chunk.length;
		// Read to its end all the same: a client that is still writing would not see the answer.
		if (bytes <= MOST_BYTES) chunks.push(chunk);
	}
	if (bytes <= MOST_BYTES) return Buffer.concat(chunks).toString("utf8");
	throw new Refused(
		`Cannot read the request's body as it has ${bytes} bytes: allowed are ${MOST_BYTES}`,
	);
}
