import { Token } from "aws-cdk-lib";
import type { EventPattern } from "aws-cdk-lib/aws-events";
import { EVENT_TYPE, type OutcomeEvent } from "../../core/contract.ts";
import { OUTCOME_SOURCE } from "../../core/event/loop.ts";

/** What a listener hears of; what is undefined may have any value. */
export interface Heard {
	readonly outcomes: readonly OutcomeEvent[];
	readonly producer: string | undefined;
	readonly senderName: string | undefined;
	/** Of the sender. */
	readonly account: string | undefined;
}

/** The event pattern of a listener. */
export function outcomePattern(heard: Heard): EventPattern {
	const { outcomes, producer, senderName, account } = heard;
	const detail = {
		...(senderName === undefined ? {} : { sender: [senderName] }),
		...(producer === undefined ? {} : { producer: [producer] }),
	};
	return {
		source: [OUTCOME_SOURCE],
		detailType: outcomes.map((outcome) => EVENT_TYPE[outcome]),
		...(account === undefined ? {} : { account: [account] }),
		...(Object.keys(detail).length === 0 ? {} : { detail }),
	};
}

/** @throws Error when nothing such can ever be heard. */
export function checkHeard(
	{ outcomes, producer }: Pick<Heard, "outcomes" | "producer">,
	path: string,
): void {
	const known: readonly string[] = Object.keys(EVENT_TYPE);
	const unknown = outcomes.filter((outcome) => !known.includes(outcome));
	if (outcomes.length === 0 || unknown.length > 0)
		throw new Error(
			`Cannot hear of the outcomes ${JSON.stringify(outcomes)} at ${path}: allowed is a list of ${known.join(", ")}`,
		);
	if (producer === undefined || Token.isUnresolved(producer)) return;
	if (!/^[\w.-]{1,64}$/.test(producer))
		throw new Error(
			`Cannot hear of the mail of the producer "${producer}" at ${path}: allowed is the name that the sender's owner has granted it, or the id of its role, such as AROA1234567890EXAMPLE`,
		);
}
