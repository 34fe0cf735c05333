import {
	type EventOrigin,
	spacesOf,
	UNVERIFIED,
} from "../../../core/event/origin.ts";
import type { Recognised } from "../../../core/event/service-event.ts";
import { understandEvent } from "./understand-event.ts";
import { understandMessage } from "./understand-message.ts";
import { rejected, type Understanding, type Understood } from "./understood.ts";

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
				spaces: spacesOf(
					UNVERIFIED,
					{ what: "event", content: body },
					deps.digest,
				),
				fromService: true,
			});
		case "event":
			return understandEvent(recognised.event, origin, deps);
	}
}
