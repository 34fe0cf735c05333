import { createHash } from "node:crypto";
import { isOwnEvent } from "../../core/event/loop.ts";
import { recognise } from "../../core/event/recognise.ts";
import { dataOf, routedMessage } from "../../core/event/routed-message.ts";
import {
	type Destination,
	describeEvent,
	routeFor,
} from "../../core/event/routing.ts";
import { withoutRuleTag } from "../../core/event/rule-tag.ts";
import type { ServiceEvent } from "../../core/event/service-event.ts";
import { writeMail } from "../../core/event/write-mail.ts";
import { Misuse } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";
import type { Io } from "../terminal/io.ts";
import type { Routing } from "./preview-routes.ts";
import { type FromTemplate, renderTemplate } from "./preview-template.ts";

/**
 * The mail that an event becomes where its origin is verified, or why it becomes none.
 * @throws Misuse when the body is no event
 */
export async function previewEvent(
	body: string,
	{ routes, defaultRoute, own }: Routing,
	io: Io,
): Promise<FromTemplate> {
	const found = recognise(body, { digest });
	switch (found.kind) {
		case "message":
			throw new Misuse(
				`Cannot preview this file as it is no event of an AWS service: check a message with ${OPS} validate message.json`,
			);
		case "malformed":
			return faulty(found.problems.map(({ sentence }) => sentence));
		case "test-event":
			return faulty([
				"S3 sends this event when a notification is set up; nothing is mailed",
			]);
		case "event": {
			const event = withoutRuleTag(found.event);
			if (own !== undefined && isOwnEvent(event, own))
				return faulty([
					"it reports this sender's own mail or alarm, and mail about it would be endless",
				]);
			const routed = routeFor(found.event, routes, defaultRoute, digest);
			return routed === undefined
				? faulty([
						`no route matches this event (${describeEvent(found.event)}); add one to the sender's routes, or a defaultRoute`,
					])
				: byRoute(event, routed.route, io);
		}
	}
}

async function byRoute(
	event: ServiceEvent,
	route: Destination,
	io: Io,
): Promise<FromTemplate> {
	if (route.message === true)
		throw new Misuse(
			`Cannot preview this event as its route reads the message in it: check that with ${OPS} validate message.json`,
		);
	const mail = writeMail(event);
	const content =
		route.template === undefined
			? ({ kind: "rendered", ...mail } as const)
			: await renderTemplate(route.template, dataOf(event), io);
	if (content.kind === "faulty") return content;
	const { subject, text, html } = routedMessage(
		event,
		route,
		content,
		mail.attachment,
	);
	return {
		kind: "rendered",
		subject,
		...(text === undefined ? {} : { text }),
		...(html === undefined ? {} : { html }),
	};
}

function faulty(sentences: readonly string[]): FromTemplate {
	return { kind: "faulty", sentences };
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
