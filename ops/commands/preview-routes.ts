import { ENV } from "../../core/contract.ts";
import { partsOfArn } from "../../core/event/arn.ts";
import type { Place } from "../../core/event/loop.ts";
import type { MailRoute } from "../../core/event/route.ts";
import type { Destination } from "../../core/event/routing.ts";
import { readFunction } from "../sender/readings.ts";
import {
	closeTarget,
	findTarget,
	type TargetOptions,
} from "../sender/target.ts";

/** By what an event becomes mail. */
export interface Routing {
	readonly routes: readonly MailRoute[];
	readonly defaultRoute: Destination | undefined;
	/** The sender whose routes these are; undefined: nobody's. */
	readonly own: Place | undefined;
}

/** What a sender without routes of its own does with every event. */
export const BY_DEFAULT: Routing = {
	routes: [],
	defaultRoute: {},
	own: undefined,
};

/** The routes of a deployed sender, as its function has them: they are stored nowhere else. @throws Misuse */
export async function readRouting(options: TargetOptions): Promise<Routing> {
	const target = await findTarget(options);
	try {
		const { sender } = target;
		const { Environment: { Variables = {} } = {} } = await readFunction(
			target,
			sender.functionName,
		);
		const routes: unknown = JSON.parse(Variables[ENV.routes] || "[]");
		const defaultRoute: unknown = JSON.parse(
			Variables[ENV.defaultRoute] || "null",
		);
		const account = partsOfArn(sender.queueArn)?.account ?? "";
		return {
			routes: isRoutes(routes) ? routes : [],
			defaultRoute: isDestination(defaultRoute) ? defaultRoute : undefined,
			own: { sender: sender.name, account, region: sender.region },
		};
	} finally {
		closeTarget(target);
	}
}

// Both were checked when the stack was synthesized.
function isRoutes(value: unknown): value is readonly MailRoute[] {
	return Array.isArray(value);
}

function isDestination(value: unknown): value is Destination {
	return typeof value === "object" && value !== null;
}
