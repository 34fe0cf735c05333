import type { ServiceEvent } from "../../service-event.ts";
import { partitionOf } from "../console-link.ts";
import { type Content, factsOf, linksOf, placeFacts } from "../content.ts";
import { placeOf, subjectLine } from "../subject.ts";

/** The text that Budgets publishes to a topic: prose with a block of `Name: value` lines. */
export function writeBudget(event: ServiceEvent): Content | undefined {
	const text = typeof event.detail === "string" ? event.detail : "";
	const field = (name: string) => fieldOf(text, name);
	const name = field("Budget Name");
	if (name === undefined) return undefined;
	const type = field("Alert Type");
	const isForecast = type === "FORECASTED";
	const amount = type === undefined ? undefined : field(`${type} Amount`);
	const threshold = field("Alert Threshold");
	const account = /^AWS Account (\d{12})$/m.exec(text)?.[1] ?? event.account;
	const place = { time: event.time, account, region: undefined };
	const is = isForecast ? "is forecast" : "is";
	return {
		subject: subjectLine(
			"Budget",
			name,
			`${amount === undefined ? "alert" : `${is} at ${amount}`} ${placeOf(place)}`,
		),
		tone: isForecast ? "warning" : "bad",
		label: isForecast ? "Budget, forecast" : "Budget",
		headline: name,
		sentence: isForecast
			? "What this will cost or use is forecast to pass the limit at which you wanted to be told."
			: "What this costs or uses has passed the limit at which you wanted to be told.",
		facts: [
			...factsOf([
				[isForecast ? "Forecast" : "Actual", amount],
				["Limit of alert", threshold],
				["Budgeted", field("Budgeted Amount")],
				["Kind", field("Budget Type")],
			]),
			...placeFacts(place),
		],
		links: linksOf([["Open AWS Budgets", linkOf(event)]]),
		filename: `budget-${name}`,
	};
}

function fieldOf(text: string, name: string): string | undefined {
	const line = text
		.slice(0, 10_000)
		.split(/\r?\n/)
		.find((each) => each.startsWith(`${name}:`));
	const value = line?.slice(name.length + 1).trim();
	return value === "" ? undefined : value;
}

function linkOf({ region }: ServiceEvent): string | undefined {
	return region !== undefined && partitionOf(region) === "aws"
		? "https://console.aws.amazon.com/costmanagement/home#/budgets"
		: undefined;
}
