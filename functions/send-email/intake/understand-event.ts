import { isOutcome, isOwnEvent } from "../../../core/event/loop.ts";
import {
	type EventOrigin,
	isVerified,
	namesTopic,
	spacesOf,
} from "../../../core/event/origin.ts";
import type { RouteMatch } from "../../../core/event/route.ts";
import {
	contentOf,
	dataOf,
	eventIdentity,
	routedMessage,
} from "../../../core/event/routed-message.ts";
import {
	type Destination,
	describeEvent,
	routeFor,
} from "../../../core/event/routing.ts";
import { withoutRuleTag } from "../../../core/event/rule-tag.ts";
import type { ServiceEvent } from "../../../core/event/service-event.ts";
import { withWarning } from "../../../core/event/unverified.ts";
import { writeMail } from "../../../core/event/write-mail.ts";
import { problem } from "../../../core/message/problem.ts";
import { understandMessage } from "./understand-message.ts";
import {
	type Named,
	rejected,
	type Understanding,
	type Understood,
} from "./understood.ts";

/** Writes an event's mail by its route, or reads the message that it brings along. */
export function understandEvent(
	event: ServiceEvent,
	origin: EventOrigin,
	deps: Understanding,
): Understood {
	const named = {
		id: event.key,
		spaces: spacesOf(
			origin,
			{ what: "event", content: contentOf(withoutRuleTag(event)) },
			deps.digest,
		),
		identity: eventIdentity(event.key),
		fromService: isOnlyOfServices(event),
	};
	const { routes, defaultRoute, refusesUnverified } = deps.config;
	const noEvents = isOutcome(event);
	if (isOwnEvent(event, deps.config)) {
		return rejected("loop", [LOOP], { ...named, noEvents: true });
	}
	const routed = routeFor(event, routes, defaultRoute, deps.digest);
	if (routed === undefined) {
		const text = `no route matches this event (${describeEvent(event)}); add one to the sender's routes, or a defaultRoute, and redrive it`;
		return rejected("no-route", [problem("", text)], { ...named, noEvents });
	}
	const isTrue = isVerified(origin, routed.match);
	if (!isTrue && refusesUnverified) {
		const why = namesTopicOf(origin, routed.match) ? NO_CERTIFICATE : REFUSED;
		return rejected("no-route", [why], { ...named, noEvents });
	}
	if (routed.route.message === true) return unwrapped(event, origin, deps);
	const mailed = { ...withoutRuleTag(event), key: routed.key };
	return written(mailed, routed.route, { ...named, noEvents }, isTrue, deps);
}

function written(
	event: ServiceEvent,
	route: Destination,
	named: Named & { readonly noEvents: boolean },
	isTrue: boolean,
	deps: Understanding,
): Understood {
	const mail = writeMail(event);
	const content =
		route.template === undefined
			? { kind: "rendered" as const, ...mail }
			: deps.templates.render(route.template, dataOf(event));
	if (content.kind === "invalid") {
		return rejected("bad-message", content.problems, {
			...named,
			id: event.key,
		});
	}
	const { spaces, fromService, noEvents } = named;
	return {
		kind: "message",
		spaces,
		fromService,
		message: routedMessage(
			event,
			route,
			isTrue
				? content
				: withWarning(
						content,
						route.template === undefined ? "with-our-layout" : "anyhow",
					),
			mail.attachment,
		),
		identity: named.identity ?? "",
		isRendered: true,
		noEvents,
		isUrgent: isTrue && route.priority === "high",
	};
}

/** What the envelope holds is a message, which names its own recipients; without an id it gets the event's key. */
function unwrapped(
	event: ServiceEvent,
	origin: EventOrigin,
	deps: Understanding,
): Understood {
	const { detail, raw } = event;
	const isJson = typeof detail === "object" && detail !== null;
	const body = isJson ? JSON.stringify(detail) : raw;
	const understood = understandMessage(body, deps);
	if (understood.kind === "nothing") return understood;
	const fromService = isOnlyOfServices(event);
	const isMessage = understood.kind === "message";
	const spaces = spacesOf(
		origin,
		{ what: "message", content: isMessage ? understood.identity : body },
		deps.digest,
	);
	if (isMessage) {
		const { message } = understood;
		const id = message.id ?? event.key;
		return { ...understood, spaces, fromService, message: { ...message, id } };
	}
	const { rejection } = understood;
	const id = rejection.id ?? event.key;
	return {
		kind: "rejected",
		rejection: { ...rejection, spaces, fromService, id },
	};
}

/** A function's own role sends the records of its invocations. */
function isOnlyOfServices({ source }: ServiceEvent): boolean {
	return source !== "aws.lambda";
}

function namesTopicOf(origin: EventOrigin, match: RouteMatch): boolean {
	return (
		origin.kind === "unverified" &&
		origin.mayBeOfTopic !== undefined &&
		namesTopic(match, origin.mayBeOfTopic)
	);
}

const LOOP = problem(
	"",
	"it reports this sender's own mail or alarm, and mail about it would be endless; report it in another way",
);
const NO_CERTIFICATE = problem(
	"",
	"the SNS certificate could not be downloaded, so the event's origin is not verified, and the sender refuses such events; allow the function to reach SNS by HTTPS, and redrive it",
);
const REFUSED = problem(
	"",
	'the origin of this event is not verified, and the sender refuses such events; send it by a rule of MailRuleTarget, or a topic that a route names by its ARN, or deploy the sender with unverifiedEvents: "mail" and redrive it',
);
