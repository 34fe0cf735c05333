import type { LocalAws } from "local-aws";
import type { SenderManifest } from "../../core/manifest.ts";
import type { Overview } from "../../core/status/overview.ts";

const PATIENCE_MS = 10_000;
const LONGEST_WHY = 200;

/** Asks the breaker function how the sender is. @returns a sentence when it does not tell: somebody may have broken it. */
export async function askBreaker(
	{ breakerFunctionName }: SenderManifest,
	{ functions }: LocalAws,
): Promise<Overview | string> {
	const breaker = functions.find(
		({ spec }) => spec.name === breakerFunctionName,
	);
	if (breaker === undefined) return cannotTell("there is no such function");
	const { promise: late, resolve } = Promise.withResolvers<"late">();
	const timer = setTimeout(resolve, PATIENCE_MS, "late" as const);
	try {
		const answer = await Promise.race([
			breaker.invoke({ action: "status" }),
			late,
		]);
		if (answer === "late")
			return cannotTell(`no answer after ${PATIENCE_MS / 1000} s`);
		if (answer.throttled === true)
			return cannotTell("Lambda throttles it: its reserved concurrency is 0");
		const payload: unknown = JSON.parse(answer.payload);
		if (isStatus(payload)) return payload.overview;
		return cannotTell(wordsOf(payload) || answer.payload);
	} catch (error) {
		return cannotTell(String(error));
	} finally {
		clearTimeout(timer);
	}
}

function cannotTell(why: string): string {
	return `Cannot tell whether mail is sent: the breaker function does not answer (${why.slice(0, LONGEST_WHY)}). Mail is sent without it, but would not resume after an outage.`;
}

function isStatus(
	payload: unknown,
): payload is { readonly overview: Overview } {
	return (
		typeof payload === "object" && payload !== null && "overview" in payload
	);
}

/** What a refusal or an error says. */
function wordsOf(payload: unknown): string {
	if (typeof payload !== "object" || payload === null) return "";
	const { message, errorMessage }: Readonly<Record<string, unknown>> = {
		...payload,
	};
	return String(message ?? errorMessage ?? "");
}
