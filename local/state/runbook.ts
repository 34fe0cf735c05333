import { Marked } from "marked";
import { METRIC, type MetricKey } from "../../core/contract.ts";
import { awsCommand, type CommandPlace, opsFor } from "./commands.ts";

/** The section of an alarm as HTML, its commands those of this run; empty when there is none. */
export function runbookSection(
	runbook: string,
	id: string,
	place: CommandPlace,
): string {
	const [, rest] = runbook.split(`\n## ${id}\n`);
	if (rest === undefined) return "";
	const [section = ""] = rest.split("\n## ");
	const marked = new Marked({
		async: false,
		renderer: {
			codespan: ({ text }) => code(text, place),
			// Only the web is a way out of the page: other links lead to files of the repository.
			link({ href, tokens }) {
				const text = this.parser.parseInline(tokens);
				return href.startsWith("https://")
					? `<a href="${escaped(href)}" target="_blank" rel="noopener noreferrer">${text}</a>`
					: text;
			},
			html: () => "",
		},
	});
	return marked.parse(section, { async: false });
}

function code(text: string, place: CommandPlace): string {
	const command = commandOf(text, place);
	return command === undefined
		? `<code>${escaped(text)}</code>`
		: `<span class="command"><code>${escaped(command)}</code><button type="button" data-copy>Copy</button></span>`;
}

function commandOf(text: string, place: CommandPlace): string | undefined {
	const [, verb] = /^npm run ops -- (.+)$/.exec(text) ?? [];
	if (verb !== undefined) return opsFor(place, verb);
	return text.startsWith("aws ") ? awsCommand(text, place) : undefined;
}

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** Headings of the runbook by what the alarms measure: an alarm on AWS does not tell its id. */
const OWN: Readonly<Record<Exclude<MetricKey, "sent">, string>> = {
	authRefused: "auth-refused",
	quotaExhausted: "quota-exhausted",
	gmailUnavailable: "gmail-unavailable",
	misconfigured: "misconfigured",
	heldTooLong: "held-too-long",
	producersHeld: "producer-held",
	quotaUsed: "quota-near",
	crowded: "queue-crowded",
	stalled: "backlog-stalled",
	mappingAstray: "mapping-astray",
	ticks: "breaker-silent",
	blocked: "waiting-mail-expires",
	stateUnreachable: "state-unreachable",
	deadLettered: "dead-lettered",
	inDoubt: "in-doubt",
	oldestDeadLetter: "dead-letters-expire",
	eventsLost: "outcome-events-lost",
};

const IDS: ReadonlyMap<string, string> = new Map([
	...Object.entries(OWN).map(
		([key, id]) => [METRIC[key as MetricKey].name, id] as const,
	),
	["Errors", "function-failing"],
	["Throttles", "function-throttled"],
]);

/** The id of the alarm that looks at this metric. */
export function alarmIdOf(metric: string | undefined): string {
	return IDS.get(metric ?? "") ?? "";
}
