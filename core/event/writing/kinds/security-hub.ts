import { nameOfResource } from "../../arn.ts";
import type { ServiceEvent } from "../../service-event.ts";
import { spellIsoTime } from "../../time.ts";
import { at, entryOf, listAt, textAt } from "../at.ts";
import { consoleLink, part, trustedLink } from "../console-link.ts";
import {
	type Content,
	factsOf,
	linksOf,
	placeFacts,
	type Tone,
} from "../content.ts";
import { placeOf, subjectLine } from "../subject.ts";

const TONES: Readonly<Record<string, Tone>> = {
	CRITICAL: "bad",
	HIGH: "bad",
	MEDIUM: "warning",
	LOW: "neutral",
	INFORMATIONAL: "neutral",
};

/** Findings of Security Hub; AWS sends one in each event. */
export function writeSecurityHub(event: ServiceEvent): Content | undefined {
	const findings = listAt(event.detail, "findings");
	const [finding] = findings;
	const title = textAt(finding, "Title");
	const label = textAt(finding, "Severity", "Label");
	if (title === undefined || label === undefined) return undefined;
	const isOver =
		textAt(finding, "Compliance", "Status") === "PASSED" ||
		textAt(finding, "Workflow", "Status") === "RESOLVED" ||
		textAt(finding, "RecordState") === "ARCHIVED";
	const place = {
		time: event.time,
		account: textAt(finding, "AwsAccountId") ?? event.account,
		region: textAt(finding, "Region") ?? event.region,
	};
	const more = findings.length - 1;
	const description = textAt(finding, "Description");
	return {
		subject: subjectLine(
			`Security Hub ${isOver ? "resolved" : label}:`,
			title,
			placeOf(place),
		),
		tone: isOver ? "good" : (entryOf(TONES, label) ?? "neutral"),
		label: `Security Hub ${isOver ? "resolved" : label}`,
		headline: title,
		sentence:
			(isOver
				? "Security Hub no longer sees this as a problem."
				: (description ?? "Security Hub has a finding.")) +
			(more > 0 ? ` The event holds ${more} more findings.` : ""),
		facts: [
			...factsOf([
				["Severity", label],
				["Compliance", textAt(finding, "Compliance", "Status")],
				["Control", textAt(finding, "Compliance", "SecurityControlId")],
				["Workflow", textAt(finding, "Workflow", "Status")],
				["Resources", resourcesOf(finding)],
				["Found by", textAt(finding, "ProductName")],
				["First observed", spellIsoTime(textAt(finding, "FirstObservedAt"))],
				[
					"What to do",
					textAt(finding, "Remediation", "Recommendation", "Text"),
				],
			]),
			...placeFacts(place),
		],
		links: linksOf([
			["Open the finding in Security Hub", linkOf(event, finding)],
			[
				"How to mend it",
				trustedLink(textAt(finding, "Remediation", "Recommendation", "Url")),
			],
		]),
		filename: `security-hub-${title}`,
	};
}

function resourcesOf(finding: unknown): string | undefined {
	const all = listAt(finding, "Resources");
	const named = all
		.slice(0, 5)
		.map((each) => describe(each))
		.filter((each) => each !== undefined);
	if (named.length === 0) return undefined;
	const more = all.length - named.length;
	return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function describe(resource: unknown): string | undefined {
	const id = textAt(resource, "Id");
	if (id === undefined) return undefined;
	const type = textAt(resource, "Type");
	return nameOfResource(id) + (type === undefined ? "" : ` (${type})`);
}

function linkOf(event: ServiceEvent, finding: unknown): string | undefined {
	const id = at(finding, "Id");
	if (typeof id !== "string" || id.length > 512) return undefined;
	// The console reads its filter out of an escaped filter.
	const filter = `Id=${part(`\\operator\\:EQUALS\\:${id}`)}`;
	return consoleLink(
		event,
		(region) =>
			`/securityhub/home?region=${region}#/findings?search=${part(filter)}`,
	);
}
