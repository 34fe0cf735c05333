import { canonicalMessage } from "../../../core/message/message.ts";
import { parseMessage } from "../../../core/message/parse.ts";
import { rejected, type Understanding, type Understood } from "./understood.ts";

/** Reads a message, and renders its template. */
export function understandMessage(
	body: string,
	deps: Understanding,
): Understood {
	const parsed = parseMessage(body);
	if (parsed.kind === "invalid") {
		const { problems, id, taskToken } = parsed;
		return rejected("bad-message", problems, {
			id,
			taskToken,
			isBadByItself: true,
		});
	}
	const { message } = parsed;
	const { template, id, taskToken } = message;
	const identity = canonicalMessage(message);
	if (template === undefined) {
		return { kind: "message", message, identity, ...UNCHANGED };
	}
	const result = deps.templates.render(template.name, template.data);
	if (result.kind === "invalid") {
		return rejected("bad-message", result.problems, {
			id,
			identity,
			taskToken,
		});
	}
	const { subject, text, html } = result;
	return {
		kind: "message",
		message: { ...message, subject, text, html },
		identity,
		...UNCHANGED,
		isRendered: true,
	};
}

const UNCHANGED = {
	spaces: undefined,
	fromService: false,
	isRendered: false,
	noEvents: false,
	isUrgent: false,
} as const;
