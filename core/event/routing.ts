import { maskAddresses } from "../message/address.ts";
import { cut } from "../outside.ts";
import { keyByRoute } from "./reading/event-key.ts";
import type { Digest } from "./reading/shape.ts";
import type { MailRoute, RouteMatch } from "./route.ts";
import type { ServiceEvent } from "./service-event.ts";

/** A route without what it matches. */
export type Destination = Omit<MailRoute, "match">;

/** A route that fits an event, and the key of the mail it makes. */
export interface Routed {
	readonly route: Destination;
	/** Of the default one: nothing. */
	readonly match: RouteMatch;
	/** Idempotency key: whatever way an event takes, by one route it is one mail. */
	readonly key: string;
}

/** The first route that fits an event, or the default one; undefined: none. */
export function routeFor(
	event: ServiceEvent,
	routes: readonly MailRoute[],
	defaultRoute: Destination | undefined,
	digest: Digest,
): Routed | undefined {
	const own = routes.find(({ match }) => fits(match, event));
	if (own !== undefined) {
		const key = keyByRoute(event.key, JSON.stringify(own.match), digest);
		return { route: own, match: own.match, key };
	}
	return defaultRoute === undefined
		? undefined
		: { route: defaultRoute, match: {}, key: event.key };
}

function fits(match: RouteMatch, event: ServiceEvent): boolean {
	const { source, detailType, topicArn, bucket, resources } = event;
	const seen: Readonly<Record<keyof RouteMatch, readonly string[]>> = {
		source: [source],
		detailType: [detailType],
		topicArn: topicArn === undefined ? [] : [topicArn],
		bucket: bucket === undefined ? [] : [bucket],
		resource: resources,
	};
	const asked = FIELDS.filter((field) => match[field] !== undefined);
	return (
		asked.length > 0 &&
		asked.every((field) =>
			seen[field].some((value) => isOneOf(value, match[field] ?? [])),
		)
	);
}

const FIELDS = [
	"source",
	"detailType",
	"topicArn",
	"bucket",
	"resource",
] as const satisfies readonly (keyof RouteMatch)[];

function isOneOf(value: string, wanted: string | readonly string[]): boolean {
	const all = typeof wanted === "string" ? [wanted] : wanted;
	return all.some((one) =>
		one.endsWith("*") ? value.startsWith(one.slice(0, -1)) : value === one,
	);
}

/** What was seen of an event that no route is for, in a sentence; no value of a producer's but names. */
export function describeEvent(event: ServiceEvent): string {
	const { source, detailType, topicArn, bucket, resources } = event;
	const seen = [
		`source ${source}`,
		`detailType ${detailType}`,
		...(topicArn === undefined ? [] : [`topicArn ${topicArn}`]),
		...(bucket === undefined ? [] : [`bucket ${bucket}`]),
		...resources.slice(0, 1).map((resource) => `resource ${resource}`),
	];
	return seen.map((part) => maskAddresses(cut(part, 300))).join(", ");
}
