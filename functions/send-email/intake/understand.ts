import type { Rejection } from "../../../core/delivery/outcome.ts";
import { SPACE } from "../../../core/delivery/space.ts";
import { isOutcome, isOwnEvent } from "../../../core/event/loop.ts";
import { recognise } from "../../../core/event/recognise.ts";
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
import type { ServiceEvent } from "../../../core/event/service-event.ts";
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
			/** Name space of its id, if that is not its producer's. */
			readonly space: string | undefined;
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
	readonly space: string | undefined;
	/** What makes it the same message. */
	readonly identity: string | undefined;
}

/** What is asked to understand a body. */
export type Understanding = Pick<SendingDeps, "digest" | "templates"> & {
	readonly config: Pick<
		SendingDeps["config"],
		"sender" | "account" | "region" | "routes" | "defaultRoute"
	>;
};

/** Tells a message from a service's event, and writes the latter's mail by its route. Never throws. */
export function understand(body: string, deps: Understanding): Understood {
	const recognised = recognise(body, deps);
	switch (recognised.kind) {
		case "message":
			return understandMessage(body, deps);
		case "test-event":
			return { kind: "nothing" };
		case "malformed":
			return rejected("bad-message", recognised.problems, {
				id: recognised.key,
				space: SPACE.events,
			});
		case "event":
			return understandEvent(recognised.event, deps);
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
	space: undefined,
	isRendered: false,
	noEvents: false,
	isUrgent: false,
} as const;

function understandEvent(event: ServiceEvent, deps: Understanding): Understood {
	const named = {
		id: event.key,
		space: SPACE.events,
		identity: eventIdentity(event.key),
	};
	const { routes, defaultRoute } = deps.config;
	const noEvents = isOutcome(event);
	if (isOwnEvent(event, deps.config)) {
		return rejected("loop", [LOOP], { ...named, noEvents: true });
	}
	const routed = routeFor(event, routes, defaultRoute, deps.digest);
	if (routed === undefined) {
		const text = `no route is for this event (${describeEvent(event)}); add one to the sender's routes, or a defaultRoute, and redrive it`;
		return rejected("no-route", [problem("", text)], { ...named, noEvents });
	}
	return routed.route.message === true
		? unwrapped(event, deps)
		: written(
				{ ...withoutRuleTag(event), key: routed.key },
				routed.route,
				noEvents,
				deps,
			);
}

function written(
	event: ServiceEvent,
	route: Destination,
	noEvents: boolean,
	deps: Understanding,
): Understood {
	const mail = writeMail(event);
	const content =
		route.template === undefined
			? { kind: "rendered" as const, ...mail }
			: deps.templates.render(route.template, dataOf(event));
	if (content.kind === "invalid") {
		return rejected("bad-message", content.problems, {
			id: event.key,
			space: SPACE.events,
			identity: eventIdentity(event.key),
			noEvents,
		});
	}
	return {
		kind: "message",
		space: SPACE.events,
		message: routedMessage(event, route, content, mail.attachment),
		identity: eventIdentity(event.key),
		isRendered: true,
		noEvents,
		isUrgent: route.priority === "high",
	};
}

/** What the envelope holds is a message, which names its own recipients; without an id it gets the event's key. */
function unwrapped(event: ServiceEvent, deps: Understanding): Understood {
	const { detail, raw } = event;
	const isJson = typeof detail === "object" && detail !== null;
	const body = isJson ? JSON.stringify(detail) : raw;
	const understood = understandMessage(body, deps);
	if (understood.kind === "message") {
		const { message } = understood;
		const id = message.id ?? event.key;
		return {
			...understood,
			space: SPACE.inEvents,
			message: { ...message, id },
		};
	}
	if (understood.kind === "nothing") return understood;
	const { rejection } = understood;
	return {
		kind: "rejected",
		rejection: {
			...rejection,
			space: SPACE.inEvents,
			id: rejection.id ?? event.key,
		},
	};
}

const LOOP = problem(
	"",
	"it tells of this sender's own mail or alarm, which would make mail about mail without end; let another way tell of it",
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
			space: undefined,
			identity: undefined,
			isBadByItself: false,
			noEvents: false,
			taskToken: undefined,
			...known,
			cause,
			problems,
		},
	};
}
