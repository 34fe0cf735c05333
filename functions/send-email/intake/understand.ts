import type { Rejection } from "../../../core/delivery/outcome.ts";
import type { Spaces } from "../../../core/delivery/space.ts";
import { isOutcome, isOwnEvent } from "../../../core/event/loop.ts";
import {
	type EventOrigin,
	isVerified,
	spacesOf,
	UNVERIFIED,
} from "../../../core/event/origin.ts";
import {
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
import type {
	Recognised,
	ServiceEvent,
} from "../../../core/event/service-event.ts";
import { withWarning } from "../../../core/event/unverified.ts";
import { writeMail } from "../../../core/event/write-mail.ts";
import {
	canonicalMessage,
	type Message,
} from "../../../core/message/message.ts";
import { parseMessage } from "../../../core/message/parse.ts";
import { problem } from "../../../core/message/problem.ts";
import type { SendingDeps } from "../deps.ts";

/** What the body of a queue message asks for. */
export type Understood =
	| {
			readonly kind: "message";
			/** Name spaces of its id, if these are not its producer's. */
			readonly spaces: Spaces | undefined;
			/** Only services of AWS send it, and no producer with a name. */
			readonly fromService: boolean;
			/** Its template is rendered; an event has got its recipients by a route. */
			readonly message: Message;
			/** What makes it the same message, whatever a deployment makes of it. */
			readonly identity: string;
			/** Whether a route or template, which a deployment may change, has made a part of it. */
			readonly isRendered: boolean;
			readonly noEvents: boolean;
			/** Its route says that it is urgent: nobody has to be granted that. */
			readonly isUrgent: boolean;
	  }
	| {
			readonly kind: "rejected";
			readonly rejection: Omit<Rejection, "identity"> & Named;
	  }
	/** S3's word that a notification was set up. */
	| { readonly kind: "nothing" };

/** What a refused body is called, as far as that can be read. */
interface Named {
	readonly id: string | undefined;
	readonly spaces: Spaces | undefined;
	/** What makes it the same message. */
	readonly identity: string | undefined;
	readonly fromService: boolean;
}

/** What is asked to understand a body. */
export type Understanding = Pick<SendingDeps, "digest" | "templates"> & {
	readonly config: Pick<
		SendingDeps["config"],
		| "sender"
		| "account"
		| "region"
		| "routes"
		| "defaultRoute"
		| "refusesUnverified"
	>;
};

/** Reads a message, or writes an event's mail by its route. Never throws. */
export function understand(
	recognised: Recognised,
	body: string,
	origin: EventOrigin,
	deps: Understanding,
): Understood {
	switch (recognised.kind) {
		case "message":
			return understandMessage(body, deps);
		case "test-event":
			return { kind: "nothing" };
		case "malformed":
			return rejected("bad-message", recognised.problems, {
				id: recognised.key,
				spaces: spacesOf(UNVERIFIED, "event", deps.digest),
				fromService: true,
			});
		case "event":
			return understandEvent(recognised.event, origin, deps);
	}
}

function understandMessage(body: string, deps: Understanding): Understood {
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

function understandEvent(
	event: ServiceEvent,
	origin: EventOrigin,
	deps: Understanding,
): Understood {
	const named = {
		id: event.key,
		spaces: spacesOf(origin, "event", deps.digest),
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
		const text = `no route is for this event (${describeEvent(event)}); add one to the sender's routes, or a defaultRoute, and redrive it`;
		return rejected("no-route", [problem("", text)], { ...named, noEvents });
	}
	const isTrue = isVerified(origin, routed.match);
	if (!isTrue && refusesUnverified) {
		return rejected("no-route", [REFUSED], { ...named, noEvents });
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
			isTrue ? content : withWarning(content),
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
	const spaces = spacesOf(origin, "message", deps.digest);
	const fromService = isOnlyOfServices(event);
	if (understood.kind === "message") {
		const { message } = understood;
		const id = message.id ?? event.key;
		return { ...understood, spaces, fromService, message: { ...message, id } };
	}
	if (understood.kind === "nothing") return understood;
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

const LOOP = problem(
	"",
	"it tells of this sender's own mail or alarm, which would make mail about mail without end; let another way tell of it",
);
const REFUSED = problem(
	"",
	'the origin of this event is not verified, and the sender refuses such events; let a rule of MailRuleTarget send it, or a topic that a route names by its ARN, or deploy the sender with unverifiedEvents: "mail" and redrive it',
);

function rejected(
	cause: Rejection["cause"],
	problems: Rejection["problems"],
	known: Partial<Rejection & Named>,
): Understood {
	return {
		kind: "rejected",
		rejection: {
			id: undefined,
			spaces: undefined,
			identity: undefined,
			fromService: false,
			isBadByItself: false,
			noEvents: false,
			taskToken: undefined,
			...known,
			cause,
			problems,
		},
	};
}
