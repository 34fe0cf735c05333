import type { Results } from "../../results.ts";
import { number } from "../numbers.ts";
import { costOfMail } from "./aws.ts";
import {
	MAILBOX_A_DAY,
	type Plan,
	SEAT,
	SERVICES,
	type Service,
} from "./prices.ts";

export const DAYS = 30;
export const VOLUMES = [100, 2_000, 10_000] as const;
/** The function's default. */
const MEMORY_MIB = 512;
/** So long an environment is surely kept. */
const WARM_SECONDS = 300;

export interface MonthCost {
	readonly who: string;
	readonly dollars: number;
	readonly isOurs: boolean;
	readonly plan?: string;
}

/** A month of evenly spread mails, each alone: the dearest way to send so many. */
export function monthCosts(
	results: Pick<Results, "calls" | "lone">,
	fixed: number,
	aDay: number,
): readonly MonthCost[] {
	const isWarm = 86_400 / aDay < WARM_SECONDS;
	const { ours } = isWarm ? results.lone.warm : results.lone.cold;
	const aMail = costOfMail({
		calls: results.calls.lone,
		// The time until the 250 is more than what is billed of it.
		billedMs: ours.median,
		memoryMiB: MEMORY_MIB,
	});
	const mails = aDay * DAYS * aMail;
	return [
		...setupsFor(Math.ceil(aDay / MAILBOX_A_DAY)).map(
			({ who, senders, seats }) => ({
				who,
				dollars: senders * fixed + mails + seats * SEAT,
				isOurs: true,
			}),
		),
		...SERVICES.map((service) => costOfService(service, aDay)),
	];
}

/** The company has the mailboxes already, or buys a seat for each. */
function setupsFor(mailboxes: number) {
	const name = "sqs-gmail-sender";
	if (mailboxes === 1)
		return [
			{ who: name, senders: 1, seats: 0 },
			{ who: `${name} + 1 seat`, senders: 1, seats: 1 },
		];
	return [
		{ who: `${name}, relay`, senders: 1, seats: 0 },
		{ who: `${name}, relay + 1 seat`, senders: 1, seats: 1 },
		{ who: `${name}, ${mailboxes} senders`, senders: mailboxes, seats: 0 },
		{
			who: `${name}, ${mailboxes} senders + ${mailboxes} seats`,
			senders: mailboxes,
			seats: mailboxes,
		},
	];
}

/** By the cheapest plan that is known. */
function costOfService({ name, plans }: Service, aDay: number): MonthCost {
	const [first] = plans
		.map((plan) => ({
			plan: planText(plan, aDay),
			dollars: costOfPlan(plan, aDay),
		}))
		.toSorted((one, other) => one.dollars - other.dollars);
	return {
		who: name,
		isOurs: false,
		dollars: first?.dollars ?? Number.POSITIVE_INFINITY,
		...(plans.length > 1 && first !== undefined && { plan: first.plan }),
	};
}

const beyond = ({ included }: Plan, aDay: number) =>
	Math.max(aDay * DAYS - included, 0);

const planText = (plan: Plan, aDay: number) =>
	beyond(plan, aDay) === 0
		? plan.name
		: `${plan.name}, ${number(beyond(plan, aDay))} more`;

function costOfPlan(plan: Plan, aDay: number): number {
	const more = beyond(plan, aDay);
	if (aDay > (plan.dailyLimit ?? aDay)) return Number.POSITIVE_INFINITY;
	if (more === 0) return plan.monthly;
	if (plan.thousand === undefined) return Number.POSITIVE_INFINITY;
	return plan.monthly + Math.ceil(more / 1000) * plan.thousand;
}

/** The fixed cost of a month, which README.md states and a test recomputes from the template. */
export function fixedCost(readme: string): number {
	const [, found] =
		/^\| \*\*fixed, together\*\* \| \*\*\$([\d.]+)\*\* \|$/m.exec(readme) ?? [];
	if (found === undefined)
		throw new Error(
			"Cannot tell the cost of a month: README.md has no row `| **fixed, together** | **$0.00** |`",
		);
	return Number(found);
}
