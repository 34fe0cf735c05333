import { ArnFormat, Stack, Token } from "aws-cdk-lib";
import type {
	DestinationConfig,
	DestinationOptions,
	DestinationType,
	IFunction,
} from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import type { Construct } from "constructs";
import type { MailRoute } from "../../core/event/route.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { givenName, isOfOtherStack } from "./given-name.ts";
import { warnUnverified } from "./warn-unverified.ts";

/** Options of `MailDestination`. */
export interface MailDestinationProps {
	/**
	 * Who gets mail about the function's records, and how it looks.
	 * @default - the existing routes of the sender
	 */
	readonly route?: Omit<MailRoute, "match">;
}

/**
 * Mail about asynchronous invocations of a function that failed (`onFailure`) or succeeded (`onSuccess`).
 *
 * ```ts
 * new Function(this, "Orders", {
 *   ...props, onFailure: new MailDestination(mail, { route: { to: "oncall@example.com" } }),
 * });
 * ```
 *
 * For a sender of another account, the queue policy must allow the function's role, and the owner must add the
 * route.
 */
export class MailDestination extends SqsDestination {
	readonly #sender: IGmailSender;
	readonly #route: MailDestinationProps["route"];

	constructor(sender: IGmailSender, { route }: MailDestinationProps = {}) {
		super(sender.queue);
		this.#sender = sender;
		this.#route = route;
	}

	override bind(
		scope: Construct,
		fn: IFunction,
		options?: DestinationOptions,
	): DestinationConfig {
		warnUnverified(fn, this.#route ?? {}, this.#sender);
		if (this.#route !== undefined) {
			const arn = knownArn(fn, this.#sender);
			this.#sender.addRoute({
				match: {
					source: "aws.lambda",
					detailType: detailTypesOf(options?.type),
					// A record names the function with its version or alias.
					resource: [arn, `${arn}:*`],
				},
				...this.#route,
			});
		}
		return super.bind(scope, fn, options);
	}
}

function detailTypesOf(type: DestinationType | undefined): string | string[] {
	const named = (result: string) =>
		`Lambda Function Invocation Result - ${result}`;
	return type === undefined
		? [named("Failure"), named("Success")]
		: named(type);
}

/** The function's ARN, if the sender's stack can know it: a reference to another stack would make the two depend on each other. */
function knownArn(fn: IFunction, sender: IGmailSender): string {
	const { functionArn, node } = fn;
	if (!Token.isUnresolved(functionArn) || !isOfOtherStack(fn, sender))
		return functionArn;
	const name = givenName(fn);
	if (name === undefined) {
		throw new Error(
			`Cannot add a route for ${node.path} as it has a generated name that the sender, in another stack, does not know: give it a functionName, or omit the route here and add one to the sender's routes`,
		);
	}
	return Stack.of(fn).formatArn({
		service: "lambda",
		resource: "function",
		resourceName: name,
		arnFormat: ArnFormat.COLON_RESOURCE_NAME,
	});
}
