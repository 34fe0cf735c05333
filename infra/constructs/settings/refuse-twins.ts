import { Stack, Stage, Token } from "aws-cdk-lib";
import { type Construct, type IConstruct, Node } from "constructs";
import type { Settings } from "./settings.ts";

const SENDERS = new WeakMap<
	IConstruct,
	{ readonly name: string; readonly mailbox: string }
>();

/** Fails the synth when an earlier sender of the app has the same name or mailbox in the same place. */
export function refuseTwins(
	scope: Construct,
	{ name, mailbox }: Settings,
): void {
	SENDERS.set(scope, { name, mailbox: mailbox.toLowerCase() });
	scope.node.addValidation({
		validate: () => {
			const all = Node.of(scope).root.node.findAll();
			return all
				.slice(0, all.indexOf(scope))
				.flatMap((other) => twinFaults(scope, other));
		},
	});
}

function twinFaults(scope: Construct, other: IConstruct): readonly string[] {
	const [own, its] = [SENDERS.get(scope), SENDERS.get(other)];
	if (own === undefined || its === undefined) return [];
	if (placeOf(scope) !== placeOf(other)) return [];
	const { path } = other.node;
	return [
		...(own.name === its.name
			? [
					`Cannot create the sender ${scope.node.path} as its name is ${own.name}, which ${path} has in the same account and region; allowed: a name of its own, as alarms and metrics go by name. Give one of them another name`,
				]
			: []),
		...(own.mailbox === its.mailbox && !Token.isUnresolved(own.mailbox)
			? [
					`Cannot create the sender ${scope.node.path} as its mailbox is ${own.mailbox}, which ${path} has in the same account and region; allowed: one sender for a mailbox, as each would count Google's daily limit alone. Let all producers send through ${path}: grantSend, or GmailSender.fromManifest in another app`,
				]
			: []),
	];
}

/** Account and region. Stages of an app may be for different accounts, where it does not name them. */
function placeOf(scope: IConstruct): string {
	const { account, region, environment } = Stack.of(scope);
	return [account, region].some(Token.isUnresolved)
		? `${environment} ${Stage.of(scope)?.node.path}`
		: environment;
}
