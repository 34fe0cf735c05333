import {
	Annotations,
	type ResourceEnvironment,
	Stack,
	Token,
	TokenComparison,
} from "aws-cdk-lib";
import {
	type StateMachine,
	StateMachineType,
} from "aws-cdk-lib/aws-stepfunctions";
import type { IConstruct } from "constructs";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";

/** A task that waits for the outcome of its mail. */
export interface WaitingTask {
	readonly task: IConstruct;
	readonly machine: StateMachine | undefined;
	/** Seconds, of the task and of what is around it. */
	readonly timeouts: readonly (number | undefined)[];
}

/** Allows the sender to answer the task tokens of the state machine, and warns about a timeout that is too short. */
export function letSenderAnswer(
	sender: IGmailSender,
	{ task, machine, timeouts }: WaitingTask,
): void {
	const { path } = task.node;
	if (machine === undefined) {
		throw new Error(
			`Cannot make ${path} wait for the outcome of its mail as its state machine is not known: define it with DefinitionBody.fromChainable`,
		);
	}
	if (machine.stateMachineType === StateMachineType.EXPRESS) {
		throw new Error(
			`Cannot make ${path} wait for the outcome of its mail as ${machine.node.path} is an Express state machine, which has no task tokens: use a Standard one, or send without waitForOutcome`,
		);
	}
	const { account, region } = Stack.of(machine);
	const { env } = sender.queue;
	const compared = [
		Token.compareStrings(account, env.account),
		Token.compareStrings(region, env.region),
	];
	if (compared.includes(TokenComparison.DIFFERENT)) {
		throw new Error(
			`Cannot make ${path} wait for the outcome of its mail as the sender is in ${placeOf(env)} and the state machine in ${placeOf({ account, region })}: tokens can only be answered in the same account and region; send without waitForOutcome, or by a sender in ${placeOf({ account, region })}`,
		);
	}
	sender.grantTaskResponses(machine.stateMachineArn, machine);
	const shortest = Math.min(
		...timeouts.filter((seconds) => seconds !== undefined),
	);
	if (shortest < QUOTA_BLOCK_SECONDS) {
		Annotations.of(task).addWarningV2(
			"sqs-gmail-sender:task-timeout",
			`${path} waits ${shortest} s for its mail, which may take longer: Google's daily limit alone can hold mail back for ${QUOTA_BLOCK_SECONDS} s. The mail is still sent after the task has failed with States.Timeout; give the task and the state machine at least that time, or the message a notAfter`,
		);
	}
}

const QUOTA_BLOCK_SECONDS = 86_400;

function placeOf({ account, region }: ResourceEnvironment): string {
	return [account, region]
		.filter((part) => !Token.isUnresolved(part))
		.join("/");
}
