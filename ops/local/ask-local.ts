import { Misuse, type Target } from "../sender/target.ts";
import { findLocalInbox } from "./local-inbox.ts";

/** Asks a local stack by its HTTP API. @throws Misuse with its own sentence when it refuses, and when it is none */
export async function askLocal(
	target: Target,
	method: "GET" | "POST" | "DELETE",
	path: string,
	body?: object,
): Promise<unknown> {
	const inbox = await findLocalInbox(
		target,
		"this is only on the stack of npm start",
	);
	const response = await fetch(`${inbox}${path}`, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	if (response.ok) return JSON.parse(text);
	throw new Misuse(sentenceIn(text));
}

function sentenceIn(text: string): string {
	try {
		const { Error: sentence } = JSON.parse(text) as { readonly Error: unknown };
		return String(sentence);
	} catch {
		return `The local stack answers: ${text.slice(0, 300)}`;
	}
}
