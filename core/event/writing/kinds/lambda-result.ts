import { partsOfArn } from "../../arn.ts";
import type { ServiceEvent } from "../../service-event.ts";
import { entryOf, textAt } from "../at.ts";
import { consoleLink, part } from "../console-link.ts";
import { type Content, factsOf, linksOf, placeFacts } from "../content.ts";
import { placeOf, subjectLine } from "../subject.ts";

const SENTENCES: Readonly<Record<string, string>> = {
	Success: "The function has handled an event.",
	RetriesExhausted:
		"The function has failed at each try of an event, which is now given up.",
	EventAgeExceeded:
		"An event became too old before the function had handled it, and is given up.",
};

/** What became of an asynchronous invocation, by Lambda's destination or by EventBridge. */
export function writeLambdaResult(event: ServiceEvent): Content | undefined {
	const { detail } = event;
	const context = (name: string) => textAt(detail, "requestContext", name);
	const arn = partsOfArn(context("functionArn") ?? "");
	const name = /^function:([A-Za-z0-9_-]+)/.exec(arn?.resource ?? "")?.[1];
	const condition = context("condition");
	if (name === undefined || condition === undefined) return undefined;
	const isSuccess = condition === "Success";
	const label = isSuccess ? "SUCCEEDED" : "FAILED";
	const response = (field: string) => textAt(detail, "responsePayload", field);
	return {
		subject: subjectLine(`${label}: Lambda function`, name, placeOf(event)),
		tone: isSuccess ? "good" : "bad",
		label,
		headline: `Lambda function ${name}`,
		sentence:
			entryOf(SENTENCES, condition) ??
			"The function has not handled an event, which is now given up.",
		body: response("errorMessage"),
		facts: [
			...factsOf([
				["Condition", condition],
				["Error type", response("errorType")],
				["Tries", context("approximateInvokeCount")],
				["Version", textAt(detail, "responseContext", "executedVersion")],
				["Request id", context("requestId")],
			]),
			...placeFacts(event),
		],
		links: linksOf([
			[
				"Open the function",
				consoleLink(
					event,
					(region) =>
						`/lambda/home?region=${region}#/functions/${part(name)}?tab=monitoring`,
				),
			],
		]),
		filename: `lambda-${name}-${label}`,
	};
}
