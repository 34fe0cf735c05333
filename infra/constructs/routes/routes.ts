import { readdirSync, statSync } from "node:fs";
import { Lazy, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { MailRoute } from "../../../core/event/route.ts";
import type { GmailSenderProps } from "../gmail-sender-props.ts";
import type { Settings } from "../settings/settings.ts";
import { type AnyRoute, routeFaults } from "./route-faults.ts";

type RoutesProps = Pick<
	GmailSenderProps,
	"routes" | "defaultRoute" | "templates"
>;

/** How events become mail, complete once the app is synthesized. */
export class Routes {
	readonly json: string;
	readonly defaultJson: string;
	readonly #settings: Settings;
	readonly #templates: readonly string[];
	readonly #routes: MailRoute[] = [];

	constructor(
		scope: Construct,
		settings: Settings,
		{ routes = [], defaultRoute, templates }: RoutesProps,
	) {
		this.#settings = settings;
		this.#templates = templates === undefined ? [] : foldersIn(templates);
		this.#refuse([
			...routes.flatMap((route, index) =>
				this.#faults(route).map((fault) => `routes[${index}]: ${fault}`),
			),
			...(defaultRoute === undefined
				? []
				: this.#faults(defaultRoute, true).map(
						(fault) => `defaultRoute: ${fault}`,
					)),
		]);
		for (const route of routes) this.add(route);
		// ARNs of topics and names of buckets may be known at the deployment only.
		this.json = Lazy.string({
			produce: () => Stack.of(scope).toJsonString(this.#routes),
		});
		this.defaultJson =
			defaultRoute === undefined
				? ""
				: Stack.of(scope).toJsonString(defaultRoute);
	}

	/**
	 * Adds a route behind those there are; the same one twice counts once.
	 *
	 * @throws Error with everything that is wrong with it.
	 */
	add(route: MailRoute): void {
		this.#refuse(this.#faults(route));
		const before = this.#routes.find(
			({ match }) => keyOf(match) === keyOf(route.match),
		);
		if (before === undefined) this.#routes.push(route);
		else if (keyOf(before) !== keyOf(route))
			this.#refuse([
				`another route has the same match ${JSON.stringify(route.match)} already, and the first that fits takes all: put the addresses of both into one, or match more closely`,
			]);
	}

	#faults(route: AnyRoute, isDefault = false): readonly string[] {
		const { mailbox, aliases } = this.#settings;
		const own = [mailbox, ...aliases];
		return routeFaults(route, { own, templates: this.#templates, isDefault });
	}

	#refuse(faults: readonly string[]): void {
		if (faults.length === 0) return;
		throw new Error(
			`Cannot use the routes of the sender "${this.#settings.name}" as:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
		);
	}
}

// Whether they are templates is checked where the function gets them.
function foldersIn(path: string): readonly string[] {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
		? readdirSync(path)
		: [];
}

/** The same text for the same fields, in whichever order they were written. */
function keyOf(value: object): string {
	return JSON.stringify(
		Object.entries(value)
			.filter(([, field]) => field !== undefined)
			.map(([name, field]) => [
				name,
				typeof field === "object" && !Array.isArray(field)
					? keyOf(field)
					: [field].flat(),
			])
			.toSorted(([a], [b]) => String(a).localeCompare(String(b))),
	);
}
