import type { ServiceEvent } from "./service-event.ts";

/** How the last of an event's resources begins when a rule of ours has put its own name there. */
export const RULE_TAG = "mail-rule/";

/** An event as people and templates get it: the tag is the route's business alone. */
export function withoutRuleTag(event: ServiceEvent): ServiceEvent {
	const resources = event.resources.filter(
		(resource) => !resource.startsWith(RULE_TAG),
	);
	return { ...event, resources };
}
