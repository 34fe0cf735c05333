import { createHash } from "node:crypto";
import type { EventOrigin } from "../../core/event/origin.ts";
import { recognise } from "../../core/event/recognise.ts";
import type { MailRoute } from "../../core/event/route.ts";
import { problem } from "../../core/message/problem.ts";
import type { Rendered } from "../../core/template/template.ts";
import { understand } from "../../functions/send-email/intake/understand.ts";
import type {
	Understanding,
	Understood,
} from "../../functions/send-email/intake/understood.ts";

export const NO_DATA = problem("/data", "it lacks a name");

/** What `understand` may ask, with a renderer that shows what it was given. */
export function asking(
	routing: {
		readonly routes?: readonly MailRoute[];
		readonly defaultRoute?: Omit<MailRoute, "match">;
		readonly refusesUnverified?: boolean;
		readonly render?: (name: string, data: unknown) => Rendered;
	} = {},
): Understanding {
	return {
		config: {
			sender: "mail",
			account: "123456789012",
			region: "eu-west-1",
			routes: routing.routes ?? [],
			defaultRoute: routing.defaultRoute,
			refusesUnverified: routing.refusesUnverified ?? false,
		},
		digest,
		templates: {
			names: [],
			render:
				routing.render ??
				((name, data) => ({
					kind: "rendered",
					subject: `${name} rendered`,
					text: JSON.stringify(data),
				})),
		},
	};
}

export const TO = { to: "cloud@example.com" };

/** What is understood of a body; an event comes from a rule of ours unless a test says otherwise. */
export function read(
	body: string | object,
	deps: Understanding = asking(),
	origin: EventOrigin = { kind: "rule", rule: "Test" },
): Understood {
	const text = typeof body === "string" ? body : JSON.stringify(body);
	return understand(recognise(text, { digest }), text, origin, deps);
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

/** A template's refusal of its data. */
export const invalid = (): Rendered => ({
	kind: "invalid",
	problems: [NO_DATA],
});

/** What makes it the same message; undefined for what is none. */
export function identityOf(understood: Understood): string | undefined {
	return understood.kind === "message" ? understood.identity : undefined;
}
