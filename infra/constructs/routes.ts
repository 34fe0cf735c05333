import { Lazy, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { MailRoute } from "../../functions/send-email/contract.ts";

/** How events become mail, complete once the app is synthesized. */
export class Routes {
	readonly json: string;
	readonly defaultJson: string;
	readonly #routes: MailRoute[] = [];

	constructor(
		scope: Construct,
		props: {
			readonly routes?: readonly MailRoute[];
			readonly defaultRoute?: Omit<MailRoute, "match">;
		},
	) {
		for (const route of props.routes ?? []) this.add(route);
		// ARNs of topics and names of buckets may be known at the deployment only.
		this.json = Lazy.string({
			produce: () => Stack.of(scope).toJsonString(this.#routes),
		});
		this.defaultJson =
			props.defaultRoute === undefined
				? ""
				: Stack.of(scope).toJsonString(props.defaultRoute);
	}

	/** @throws Error that says what is wrong with the route. */
	add(route: MailRoute): void {
		this.#routes.push(route);
	}
}
