import { createHash } from "node:crypto";
import type { MailRoute } from "../../core/event/route.ts";
import { problem } from "../../core/message/problem.ts";
import type { Rendered } from "../../core/template/template.ts";
import {
	type Understanding,
	type Understood,
	understand,
} from "../../functions/send-email/intake/understand.ts";

export const NO_DATA = problem("/data", "it lacks a name");

/** What `understand` may ask, with a renderer that shows what it was given. */
export function asking(
	routing: {
		readonly routes?: readonly MailRoute[];
		readonly defaultRoute?: Omit<MailRoute, "match">;
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
		},
		digest: (text) => createHash("sha256").update(text).digest("hex"),
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
export function read(
	body: string | object,
	deps: Understanding = asking(),
): Understood {
	return understand(
		typeof body === "string" ? body : JSON.stringify(body),
		deps,
	);
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
