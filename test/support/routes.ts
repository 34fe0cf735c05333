import { ENV } from "../../core/contract.ts";
import type { MailRoute } from "../../core/event/route.ts";
import { Harness } from "./harness.ts";

interface Routing {
	readonly routes?: readonly MailRoute[];
	readonly defaultRoute?: Omit<MailRoute, "match">;
}

export const CLOUD = "cloud@example.com";

/** A stack whose sender has these routes. */
export function startWithRoutes(routing: Routing): Promise<Harness> {
	return Harness.start({ environment: environmentOf(routing) });
}

/** What a deployment with other routes does: every environment starts anew with them. */
export async function deployRoutes(
	stack: Harness,
	routing: Routing,
): Promise<void> {
	await stack.settle();
	stack.sendingFunction.stop();
	Object.assign(stack.sendingFunction.environment, environmentOf(routing));
}

function environmentOf({ routes = [], defaultRoute }: Routing) {
	return {
		[ENV.routes]: JSON.stringify(routes),
		[ENV.defaultRoute]:
			defaultRoute === undefined ? "" : JSON.stringify(defaultRoute),
	};
}
