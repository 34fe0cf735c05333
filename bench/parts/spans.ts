import type { IncomingMessage, ServerResponse } from "node:http";
import { TABLE } from "../../core/contract.ts";
import { type Deployed, ROUND_TRIP_MS } from "./deployed.ts";

/** One thing that was done, as it is seen from outside of the functions. */
export interface Span {
	readonly what: string;
	/** Ms. */
	readonly from: number;
	readonly to: number;
}

/** Notes what a deployed function does: invocations, calls to AWS, and mails on the wire. */
export function recordSpans({ local, gmail, fn }: Deployed): Span[] {
	const spans: Span[] = [];
	const note = (what: string, from: number, to = performance.now()) =>
		void spans.push({ what, from, to });

	local.aws.endpoint.server.prependListener(
		"request",
		(request: IncomingMessage, response: ServerResponse) => {
			const from = performance.now();
			const body = bodyOf(request);
			response.once("finish", () => note(stepOf(request, body()), from));
		},
	);

	const invoke = fn.invoke.bind(fn);
	fn.invoke = async (...event) => {
		const from = performance.now();
		const done = await invoke(...event);
		note("batch", from);
		return done;
	};

	const begun = new Map<string, number>();
	const take = gmail.faults.take.bind(gmail.faults);
	gmail.faults.take = (stage, about) => {
		const [recipient] = about?.recipients ?? [];
		if (stage === "rcpt" && recipient !== undefined)
			begun.set(recipient, performance.now() - ROUND_TRIP_MS / 2);
		return take(stage, about);
	};
	gmail.onMail(({ recipients: [recipient = ""] }) =>
		note(
			"mail",
			begun.get(recipient) ?? 0,
			performance.now() + ROUND_TRIP_MS / 2,
		),
	);
	return spans;
}

/** What a request brings, without taking it from whoever answers. @returns what gives it once it is there. */
function bodyOf(request: IncomingMessage): () => string {
	const chunks: Buffer[] = [];
	const push = request.push.bind(request);
	request.push = (chunk, encoding) => {
		if (chunk !== null) chunks.push(Buffer.from(chunk));
		return push(chunk, encoding);
	};
	return () => Buffer.concat(chunks).toString();
}

const STEPS: readonly (readonly [RegExp, string])[] = [
	[new RegExp(`^GetItem.*"${TABLE.key}":\\{"S":"breaker#`), "read breaker"],
	[new RegExp(`^GetItem.*"${TABLE.key}":\\{"S":"quota#`), "read quota"],
	[new RegExp(`^PutItem.*"${TABLE.key}":\\{"S":"quota#`), "reserve"],
	[/^PutItem.*attribute_not_exists/, "claim"],
	[/^PutItem/, "record"],
	[/^PutEvents/, "events"],
	[/^DeleteMessageBatch/, "delete"],
	[/^ReceiveMessage/, "receive"],
];

function stepOf({ headers }: IncomingMessage, body: string): string {
	const action = String(headers["x-amz-target"] ?? "")
		.split(".")
		.at(-1);
	const call = `${action} ${body}`;
	return STEPS.find(([pattern]) => pattern.test(call))?.[1] ?? `${action}`;
}
