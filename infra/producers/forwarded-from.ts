import { Annotations, Stack } from "aws-cdk-lib";
import { CfnEventBusPolicy } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { OutcomeEvent } from "../../core/contract.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { asText } from "../constructs/imported/as-text.ts";
import { agree, differ } from "./places.ts";
import { putOutcomes } from "./put-outcomes.ts";

interface Asked {
	readonly sender: IGmailSender;
	readonly producer: string | undefined;
	/** Undefined: those of the construct's default. */
	readonly outcomes: readonly OutcomeEvent[] | undefined;
}

/**
 * The account whose outcome events come by the default event bus of this one, which is told to take them; undefined
 * for a sender of this account and region, whose events are on this bus.
 *
 * @throws Error with what the sender's owner has to deploy, unless that was done.
 */
export function forwardedFrom(
	scope: Construct,
	asked: Asked,
): string | undefined {
	const { sender } = asked;
	const { account } = sender.queue.env;
	const busArn = Stack.of(scope).formatArn({
		service: "events",
		resource: "event-bus",
		resourceName: "default",
	});
	if (sender.forwardsOutcomes !== true) {
		checkPlace(scope, asked, busArn);
		return undefined;
	}
	const statement = putOutcomes(scope, { from: account, busArn });
	new CfnEventBusPolicy(scope, "Policy", {
		statementId: statement.sid ?? "",
		statement: statement.toStatementJson(),
	});
	return account;
}

function checkPlace(scope: Construct, asked: Asked, busArn: string): void {
	const { node, queue } = asked.sender;
	const { account, region } = Stack.of(scope);
	const here = { account, region };
	const there = queue.env;
	const bus = `the default event bus of account ${there.account} and region ${there.region}`;
	if (differ("account", here, there) || differ("region", here, there))
		throw new Error(
			`Cannot hear of the mail of ${node.path} from account ${account} and region ${region} as its outcome events are on ${bus}. Ask its owner to deploy this, and then import it with { forwardsOutcomes: true }: ${ownersPart(scope, asked, busArn)}`,
		);
	if (agree("account", here, there) && agree("region", here, there)) return;
	Annotations.of(scope).addWarningV2(
		"sqs-gmail-sender:outcomes-of-unknown-place",
		`${scope.node.path} hears of mail only if it is deployed to account ${there.account} and region ${there.region}, as the outcome events of ${node.path} are on the default event bus there: set env of the stack, so that the synth can tell`,
	);
}

function ownersPart(
	scope: Construct,
	{ producer, outcomes }: Asked,
	busArn: string,
): string {
	const text = (value: unknown) => JSON.stringify(asText(scope, value));
	const options = [
		"sender: mail",
		...(producer === undefined ? [] : [`producer: ${text(producer)}`]),
		...(outcomes === undefined ? [] : [`outcomes: ${text(outcomes)}`]),
		`target: EventBus.fromEventBusArn(this, "ProducersBus", ${text(busArn)})`,
	];
	return `new MailOutcomes(this, "Outcomes", { ${options.join(", ")} })`;
}
